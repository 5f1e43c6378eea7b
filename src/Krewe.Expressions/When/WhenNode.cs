namespace Krewe.Expressions.When;

internal abstract record WhenNode(int Offset);

internal sealed record WhenValue(object? Value, int Offset) : WhenNode(Offset);

internal sealed record WhenUnary(string Operator, WhenNode Operand, int Offset) : WhenNode(Offset);

internal sealed record WhenBinary(string Operator, WhenNode Left, WhenNode Right, int Offset) : WhenNode(Offset);

internal sealed record WhenTernary(WhenNode Condition, WhenNode Then, WhenNode? Otherwise, int Offset) : WhenNode(Offset);

internal sealed record WhenList(IReadOnlyList<WhenNode> Items, int Offset) : WhenNode(Offset);
