namespace Krewe.Expressions.Jq;

internal abstract record JqNode(int Offset);

internal sealed record JqIdentity(int Offset) : JqNode(Offset);

internal sealed record JqDescend(int Offset) : JqNode(Offset);

internal sealed record JqLiteral(object? Value, int Offset) : JqNode(Offset);

/// <summary>A text with expressions in it, each printed by a format (<c>@base64 "\(.x)"</c>).</summary>
internal sealed record JqText(IReadOnlyList<JqNode> Parts, string? Format, int Offset) : JqNode(Offset);

internal sealed record JqFormat(string Name, int Offset) : JqNode(Offset);

internal sealed record JqVariable(string Name, int Offset) : JqNode(Offset);

internal sealed record JqIndex(JqNode Target, JqNode Key, int Offset) : JqNode(Offset);

internal sealed record JqSlice(JqNode Target, JqNode? From, JqNode? To, int Offset) : JqNode(Offset);

internal sealed record JqIterate(JqNode Target, int Offset) : JqNode(Offset);

internal sealed record JqTry(JqNode Body, JqNode? Handler, int Offset) : JqNode(Offset);

internal sealed record JqPipe(JqNode Left, JqNode Right, int Offset) : JqNode(Offset);

internal sealed record JqComma(JqNode Left, JqNode Right, int Offset) : JqNode(Offset);

internal sealed record JqBinary(string Operator, JqNode Left, JqNode Right, int Offset) : JqNode(Offset);

internal sealed record JqNegate(JqNode Operand, int Offset) : JqNode(Offset);

internal sealed record JqArray(JqNode? Body, int Offset) : JqNode(Offset);

internal sealed record JqObject(IReadOnlyList<(JqNode Key, JqNode Value)> Pairs, int Offset) : JqNode(Offset);

internal sealed record JqIf(JqNode Condition, JqNode Then, JqNode Otherwise, int Offset) : JqNode(Offset);

internal sealed record JqBind(JqNode Source, string Name, JqNode Body, int Offset) : JqNode(Offset);

internal sealed record JqReduce(JqNode Source, string Name, JqNode Start, JqNode Update, int Offset) : JqNode(Offset);

internal sealed record JqForeach(JqNode Source, string Name, JqNode Start, JqNode Update, JqNode? Extract, int Offset) : JqNode(Offset);

internal sealed record JqDefine(string Name, IReadOnlyList<string> Parameters, JqNode Definition, JqNode Body, int Offset) : JqNode(Offset);

internal sealed record JqCall(string Name, IReadOnlyList<JqNode> Arguments, int Offset) : JqNode(Offset);
