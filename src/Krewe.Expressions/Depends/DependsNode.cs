namespace Krewe.Expressions.Depends;

/// <summary>A node of a <c>depends</c>.</summary>
public abstract record DependsNode
{
    private DependsNode()
    {
    }

    public sealed record Operand(DependsOperand Of) : DependsNode;

    public sealed record Not(DependsNode Inner) : DependsNode;

    /// <summary>All of the parts.</summary>
    public sealed record And(IReadOnlyList<DependsNode> Parts) : DependsNode;

    /// <summary>Any of the parts.</summary>
    public sealed record Or(IReadOnlyList<DependsNode> Parts) : DependsNode;
}
