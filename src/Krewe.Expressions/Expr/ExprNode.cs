namespace Krewe.Expressions.Expr;

/// <summary>A node of an expression's tree; immutable, so that one tree serves many evaluations at once.</summary>
internal abstract class ExprNode(int offset)
{
    public int Offset { get; } = offset;
}

internal sealed class LiteralNode(object? value, int offset) : ExprNode(offset)
{
    public object? Value { get; } = value;
}

internal sealed class IdentifierNode(string name, int offset) : ExprNode(offset)
{
    public string Name { get; } = name;
}

/// <summary><c>#</c>, <c>#acc</c>, <c>#index</c>: what a predicate is applied to.</summary>
internal sealed class PointerNode(string name, int offset) : ExprNode(offset)
{
    public string Name { get; } = name;
}

internal sealed class UnaryNode(string op, ExprNode operand, int offset) : ExprNode(offset)
{
    public string Operator { get; } = op;

    public ExprNode Operand { get; } = operand;
}

internal sealed class BinaryNode(string op, ExprNode left, ExprNode right, int offset) : ExprNode(offset)
{
    public string Operator { get; } = op;

    public ExprNode Left { get; } = left;

    public ExprNode Right { get; } = right;
}

internal sealed class ConditionalNode(ExprNode condition, ExprNode then, ExprNode otherwise, int offset) : ExprNode(offset)
{
    public ExprNode Condition { get; } = condition;

    public ExprNode Then { get; } = then;

    public ExprNode Otherwise { get; } = otherwise;
}

internal sealed class MemberNode(ExprNode target, ExprNode property, bool optional, int offset) : ExprNode(offset)
{
    public ExprNode Target { get; } = target;

    public ExprNode Property { get; } = property;

    public bool Optional { get; } = optional;
}

/// <summary>The end of a chain with <c>?.</c>: a missing link makes all of it nil.</summary>
internal sealed class ChainNode(ExprNode inner, int offset) : ExprNode(offset)
{
    public ExprNode Inner { get; } = inner;
}

internal sealed class SliceNode(ExprNode target, ExprNode? from, ExprNode? to, int offset) : ExprNode(offset)
{
    public ExprNode Target { get; } = target;

    public ExprNode? From { get; } = from;

    public ExprNode? To { get; } = to;
}

internal sealed class CallNode(ExprNode callee, ExprNode[] arguments, int offset) : ExprNode(offset)
{
    public ExprNode Callee { get; } = callee;

    public ExprNode[] Arguments { get; } = arguments;
}

/// <summary>A call of a function of the language itself; of some an argument is a predicate, applied to many elements.</summary>
internal sealed class BuiltinNode(string name, ExprNode[] arguments, int offset) : ExprNode(offset)
{
    public string Name { get; } = name;

    public ExprNode[] Arguments { get; } = arguments;
}

internal sealed class ArrayNode(ExprNode[] items, int offset) : ExprNode(offset)
{
    public ExprNode[] Items { get; } = items;
}

internal sealed class MapNode((ExprNode Key, ExprNode Value)[] pairs, int offset) : ExprNode(offset)
{
    public (ExprNode Key, ExprNode Value)[] Pairs { get; } = pairs;
}

internal sealed class LetNode(string name, ExprNode value, ExprNode body, int offset) : ExprNode(offset)
{
    public string Name { get; } = name;

    public ExprNode Value { get; } = value;

    public ExprNode Body { get; } = body;
}

internal sealed class SequenceNode(ExprNode[] items, int offset) : ExprNode(offset)
{
    public ExprNode[] Items { get; } = items;
}
