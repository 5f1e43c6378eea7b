using System.Runtime.CompilerServices;

namespace Krewe.Expressions.Expr;

/// <summary>Finds the variables a tree uses.</summary>
internal sealed class ExprNames
{
    private readonly Dictionary<string, int> _bound = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _offsets = new(StringComparer.Ordinal);

    public List<string> Roots { get; } = [];

    public List<string> Paths { get; } = [];

    public static ExprNames Collect(ExprNode root)
    {
        var names = new ExprNames();
        names.Visit(root, guarded: false);
        return names;
    }

    public static int OffsetOf(ExprNode root, string name) => Collect(root)._offsets.GetValueOrDefault(name);

    private void Visit(ExprNode node, bool guarded)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case IdentifierNode identifier:
                Root(identifier);
                break;
            case MemberNode member:
                if (!guarded && !member.Optional)
                {
                    Path(member);
                }

                // Of a chain that is guarded only the last link may be missing in silence; its root must be there all the same.
                Visit(member.Target, guarded || member.Optional);
                Visit(member.Property, guarded: false);
                break;
            case ChainNode chain:
                Visit(chain.Inner, guarded: true);
                break;
            case UnaryNode unary:
                Visit(unary.Operand, guarded: false);
                break;
            case BinaryNode binary:
                Visit(binary.Left, guarded: binary.Operator == "??");
                Visit(binary.Right, guarded: false);
                break;
            case ConditionalNode conditional:
                All([conditional.Condition, conditional.Then, conditional.Otherwise]);
                break;
            case SliceNode slice:
                Visit(slice.Target, guarded);
                All([slice.From, slice.To]);
                break;
            case CallNode call:
                Visit(call.Callee, guarded);
                All(call.Arguments);
                break;
            case BuiltinNode builtin:
                All(builtin.Arguments);
                break;
            case ArrayNode array:
                All(array.Items);
                break;
            case MapNode map:
                All(map.Pairs.SelectMany(p => new[] { p.Key, p.Value }));
                break;
            case LetNode let:
                Visit(let.Value, guarded: false);
                _bound[let.Name] = _bound.GetValueOrDefault(let.Name) + 1;
                Visit(let.Body, guarded: false);
                _bound[let.Name]--;
                break;
            case SequenceNode sequence:
                All(sequence.Items);
                break;
        }
    }

    private void All(IEnumerable<ExprNode?> nodes)
    {
        foreach (var node in nodes)
        {
            if (node is not null)
            {
                Visit(node, guarded: false);
            }
        }
    }

    private void Root(IdentifierNode node)
    {
        if (_bound.GetValueOrDefault(node.Name) == 0 && _offsets.TryAdd(node.Name, node.Offset))
        {
            Roots.Add(node.Name);
            Note(node.Name);
        }
    }

    private void Path(MemberNode member)
    {
        var parts = new List<string>();
        ExprNode at = member;
        while (at is MemberNode { Property: LiteralNode { Value: string part } } link)
        {
            parts.Add(part);
            at = link.Target;
        }

        if (at is IdentifierNode root && _bound.GetValueOrDefault(root.Name) == 0)
        {
            parts.Add(root.Name);
            parts.Reverse();
            Note(string.Join('.', parts));
        }
    }

    private void Note(string path)
    {
        if (_seen.Add(path))
        {
            Paths.Add(path);
        }
    }
}
