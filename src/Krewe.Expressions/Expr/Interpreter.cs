using System.Runtime.CompilerServices;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Expr;

/// <summary>Evaluates a tree. One instance an evaluation.</summary>
internal sealed partial class Interpreter(ExpressionEnvironment environment, Budget budget)
{
    // Marks a chain that broke at a "?."; it never leaves the interpreter.
    private static readonly object Broken = new();

    private readonly Dictionary<string, object?> _locals = new(StringComparer.Ordinal);
    private readonly Stack<Scope> _scopes = new();

    public object? Evaluate(ExprNode node)
    {
        budget.Step();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return node switch
        {
            LiteralNode literal => literal.Value,
            IdentifierNode identifier => Variable(identifier),
            MemberNode member => Member(member),
            ChainNode chain => Evaluate(chain.Inner) is var value && ReferenceEquals(value, Broken) ? null : value,
            BinaryNode binary => Binary(binary),
            UnaryNode unary => Unary(unary),
            ConditionalNode conditional => Evaluate(Truth(conditional.Condition, "the condition") ? conditional.Then : conditional.Otherwise),
            CallNode call => Call(call),
            BuiltinNode builtin => Builtin(builtin),
            PointerNode pointer => Pointer(pointer),
            SliceNode slice => Slice(slice),
            ArrayNode array => Array(array),
            MapNode map => Map(map),
            LetNode let => Let(let),
            SequenceNode sequence => Sequence(sequence),
            _ => throw new InvalidOperationException($"no evaluation for {node.GetType().Name}"),
        };
    }

    private ExpressionException Error(ExprNode node, string message) => new(ExpressionErrorKind.Evaluation, message, budget.Text, node.Offset);

    private bool Truth(ExprNode node, string what) => Evaluate(node) switch
    {
        bool truth => truth,
        var other => throw Error(node, $"{what} must be a bool, not {ExprValues.TypeName(other)}"),
    };

    private object? Variable(IdentifierNode node)
    {
        if (_locals.TryGetValue(node.Name, out var local))
        {
            return local;
        }

        if (node.Name == "$env")
        {
            return environment.Flatten();
        }

        return environment.TryGet(node.Name, out var value)
            ? value
            : throw new ExpressionException(ExpressionErrorKind.MissingVariable, $"unknown name {node.Name}", budget.Text, node.Offset);
    }

    private object? Member(MemberNode node)
    {
        var target = Evaluate(node.Target);
        if (ReferenceEquals(target, Broken) || (target is null && node.Optional))
        {
            return Broken;
        }

        return Fetch(target, Evaluate(node.Property), node);
    }

    private object? Fetch(object? target, object? key, ExprNode node)
    {
        switch (target)
        {
            case null:
                throw Error(node, $"cannot fetch {GoFormat.Print(key)} from <nil>");
            case IReadOnlyDictionary<string, object?> map:
                var name = key as string ?? GoFormat.Print(key);
                return map.TryGetValue(name, out var value) ? ExprValues.Normalize(value) : null;
            case IReadOnlyList<object?> list:
                return ExprValues.Normalize(list[At(key, list.Count, node)]);
            case string text when key is long or double:
                return (long)text[At(key, text.Length, node)];
            default:
                throw Error(node, $"cannot fetch {GoFormat.Print(key)} from {ExprValues.TypeName(target)}");
        }
    }

    private int At(object? key, int length, ExprNode node)
    {
        var index = key switch
        {
            long whole => whole,
            double real when real == Math.Truncate(real) => (long)real,
            _ => throw Error(node, $"an index must be an int, not {ExprValues.TypeName(key)}"),
        };
        var at = index < 0 ? length + index : index;
        return at >= 0 && at < length ? (int)at : throw Error(node, $"index out of range: {index} (array length is {length})");
    }

    private object? Slice(SliceNode node)
    {
        var target = Evaluate(node.Target);
        if (ReferenceEquals(target, Broken))
        {
            return Broken;
        }

        var length = target switch
        {
            string text => text.Length,
            IReadOnlyList<object?> list => list.Count,
            _ => throw Error(node, $"cannot slice {ExprValues.TypeName(target)}"),
        };
        var from = Bound(node.From, 0, length);
        var to = Math.Max(from, Bound(node.To, length, length));
        budget.Charge(to - from);
        return target is string all ? all[from..to] : ((IReadOnlyList<object?>)target).Skip(from).Take(to - from).ToArray();
    }

    private int Bound(ExprNode? node, int otherwise, int length)
    {
        if (node is null)
        {
            return otherwise;
        }

        return Evaluate(node) is long at
            ? (int)Math.Clamp(at < 0 ? length + at : at, 0, length)
            : throw Error(node, "a slice's bounds must be ints");
    }

    private object?[] Array(ArrayNode node)
    {
        budget.Charge(node.Items.Length);
        return System.Array.ConvertAll(node.Items, Evaluate);
    }

    private Dictionary<string, object?> Map(MapNode node)
    {
        budget.Charge(node.Pairs.Length);
        var map = new Dictionary<string, object?>(node.Pairs.Length, StringComparer.Ordinal);
        foreach (var (key, value) in node.Pairs)
        {
            map[GoFormat.Print(Evaluate(key))] = Evaluate(value);
        }

        return map;
    }

    private object? Let(LetNode node)
    {
        var hadOne = _locals.TryGetValue(node.Name, out var before);
        _locals[node.Name] = Evaluate(node.Value);
        try
        {
            return Evaluate(node.Body);
        }
        finally
        {
            if (hadOne)
            {
                _locals[node.Name] = before;
            }
            else
            {
                _locals.Remove(node.Name);
            }
        }
    }

    private object? Sequence(SequenceNode node)
    {
        object? last = null;
        foreach (var item in node.Items)
        {
            last = Evaluate(item);
        }

        return last;
    }

    private object? Call(CallNode node)
    {
        var arguments = () => System.Array.ConvertAll(node.Arguments, Evaluate);
        object? callee;
        if (node.Callee is MemberNode member)
        {
            var target = Evaluate(member.Target);
            if (ReferenceEquals(target, Broken) || (target is null && member.Optional))
            {
                return Broken;
            }

            var name = Evaluate(member.Property);
            if (target is DateTimeOffset or TimeSpan or TimeZoneInfo && name is string method)
            {
                return At(node, () => TimeMethods.Call(target, new FunctionCall(method, arguments(), budget)));
            }

            callee = Fetch(target, name, member);
        }
        else
        {
            callee = Evaluate(node.Callee);
        }

        return callee is ExpressionFunction function
            ? At(node, () => function.Invoke(arguments(), budget))
            : throw Error(node, $"{ExprValues.TypeName(callee)} is not a function");
    }

    // A function does not know its place in the text: it is added here.
    private object? At(ExprNode node, Func<object?> call)
    {
        try
        {
            return ExprValues.Normalize(call());
        }
        catch (ExpressionException e) when (e.Offset < 0)
        {
            throw new ExpressionException(e.Kind, e.Message, budget.Text, node.Offset, e);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException or System.Text.Json.JsonException or IndexOutOfRangeException or InvalidOperationException or TimeoutException or NotSupportedException)
        {
            throw new ExpressionException(ExpressionErrorKind.Evaluation, e.Message, budget.Text, node.Offset, e);
        }
    }
}
