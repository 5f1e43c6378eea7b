using System.Runtime.CompilerServices;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Jq;

/// <summary>Evaluates a filter: every value in gives any number of values out, lazily.</summary>
internal sealed partial class JqEvaluator(Budget budget)
{
    public IEnumerable<object?> Run(JqNode node, object? input, JqScope scope)
    {
        budget.Step();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return node switch
        {
            JqIdentity => [input],
            JqLiteral literal => [literal.Value],
            JqPipe pipe => Run(pipe.Left, input, scope).SelectMany(v => Run(pipe.Right, v, scope)),
            JqComma comma => Run(comma.Left, input, scope).Concat(Lazy(() => Run(comma.Right, input, scope))),
            JqIndex index => Run(index.Target, input, scope).SelectMany(t => Run(index.Key, input, scope).Select(k => Index(index, t, k))),
            JqSlice slice => Run(slice.Target, input, scope).Select(t => Slice(slice, t, One(slice.From, input, scope), One(slice.To, input, scope))),
            JqIterate iterate => Run(iterate.Target, input, scope).SelectMany(t => Iterate(iterate, t)),
            JqDescend => Descend(input),
            JqTry attempt => Try(attempt, input, scope),
            JqVariable variable => [scope.TryVariable(variable.Name, out var value) ? value : throw Error(variable, $"${variable.Name} is not defined")],
            JqBinary binary => Binary(binary, input, scope),
            JqNegate negate => Run(negate.Operand, input, scope).Select(v => v is double number ? (object?)-number : throw Error(negate, $"{Name(v)} cannot be negated")),
            JqArray array => [array.Body is null ? Array.Empty<object?>() : Collect(Run(array.Body, input, scope))],
            JqObject record => Object(record, 0, [], input, scope),
            JqIf choice => Run(choice.Condition, input, scope).SelectMany(c => Run(Truthy(c) ? choice.Then : choice.Otherwise, input, scope)),
            JqBind bind => Run(bind.Source, input, scope).SelectMany(v => Run(bind.Body, input, scope.Variable(bind.Name, v))),
            JqDefine define => Run(define.Body, input, scope.Function(define)),
            JqReduce reduce => Run(reduce.Start, input, scope).Select(start => Reduce(reduce, start, input, scope)),
            JqForeach each => Run(each.Start, input, scope).SelectMany(start => Foreach(each, start, input, scope)),
            JqText text => [string.Concat(text.Parts.Select((p, i) => i % 2 == 0 ? (string)((JqLiteral)p).Value! : JqFormats.Apply(text.Format ?? "@text", One(p, input, scope), m => Error(text, m))))],
            JqFormat format => [Charged(JqFormats.Apply(format.Name, input, m => Error(format, m)))],
            JqCall call => Call(call, input, scope),
            _ => throw new InvalidOperationException($"no evaluation for {node.GetType().Name}"),
        };
    }

    public static bool Truthy(object? value) => value is not (null or false);

    public static string Name(object? value) => value switch
    {
        null => "null",
        bool => "boolean",
        double or long => "number",
        string => "string",
        IReadOnlyList<object?> => "array",
        _ => "object",
    };

    private static IEnumerable<object?> Lazy(Func<IEnumerable<object?>> make)
    {
        foreach (var value in make())
        {
            yield return value;
        }
    }

    private ExpressionException Error(JqNode node, string message) => new(ExpressionErrorKind.Evaluation, message, budget.Text, node.Offset);

    private string Charged(string text)
    {
        budget.Charge(text.Length);
        return text;
    }

    private List<object?> Collect(IEnumerable<object?> values)
    {
        var list = new List<object?>();
        foreach (var value in values)
        {
            budget.Charge(1);
            list.Add(value);
        }

        return list;
    }

    private object? One(JqNode? node, object? input, JqScope scope) => node is null ? null : Run(node, input, scope).FirstOrDefault();

    private object? Index(JqNode node, object? target, object? key) => (target, key) switch
    {
        (null, null or string or double) => null,
        (IReadOnlyDictionary<string, object?> map, string name) => map.GetValueOrDefault(name),
        (IReadOnlyList<object?> list, double at) when double.IsFinite(at) => (int)Math.Clamp(Math.Floor(at), int.MinValue, int.MaxValue) is var i && (i < 0 ? list.Count + i : i) is >= 0 and var index && index < list.Count ? list[index] : null,
        (_, string name) => throw Error(node, $"Cannot index {Name(target)} with \"{name}\""),
        _ => throw Error(node, $"Cannot index {Name(target)} with {Name(key)}"),
    };

    private object? Slice(JqNode node, object? target, object? from, object? to)
    {
        if (target is null)
        {
            return null;
        }

        var length = target switch { string text => text.Length, IReadOnlyList<object?> list => list.Count, _ => throw Error(node, $"Cannot slice {Name(target)}") };
        int Bound(object? at, int otherwise) => at is double number ? (int)Math.Clamp(number < 0 ? length + number : number, 0, length) : otherwise;
        var (start, end) = (Bound(from, 0), Bound(to, length));
        end = Math.Max(start, end);
        budget.Charge(end - start);
        return target is string whole ? whole[start..end] : ((IReadOnlyList<object?>)target).Skip(start).Take(end - start).ToArray();
    }

    private IEnumerable<object?> Iterate(JqNode node, object? target) => target switch
    {
        IReadOnlyList<object?> list => list,
        IReadOnlyDictionary<string, object?> map => map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value),
        _ => throw Error(node, $"Cannot iterate over {Name(target)}"),
    };

    private IEnumerable<object?> Descend(object? value)
    {
        budget.Step();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        yield return value;
        if (value is IReadOnlyList<object?> or IReadOnlyDictionary<string, object?>)
        {
            foreach (var inner in Iterate(new JqIdentity(0), value).SelectMany(Descend))
            {
                yield return inner;
            }
        }
    }

    private IEnumerable<object?> Try(JqTry node, object? input, JqScope scope)
    {
        IEnumerator<object?>? values = null;
        ExpressionException? failure = null;
        while (failure is null)
        {
            object? value;
            try
            {
                values ??= Run(node.Body, input, scope).GetEnumerator();
                if (!values.MoveNext())
                {
                    yield break;
                }

                value = values.Current;
            }
            catch (ExpressionException e) when (e.Kind == ExpressionErrorKind.Evaluation)
            {
                failure = e;
                continue;
            }

            yield return value;
        }

        if (node.Handler is not null)
        {
            foreach (var value in Run(node.Handler, failure.Message, scope))
            {
                yield return value;
            }
        }
    }

    private IEnumerable<object?> Object(JqObject node, int at, Dictionary<string, object?> made, object? input, JqScope scope)
    {
        if (at == node.Pairs.Count)
        {
            budget.Charge(made.Count);
            yield return new Dictionary<string, object?>(made, StringComparer.Ordinal);
            yield break;
        }

        foreach (var key in Run(node.Pairs[at].Key, input, scope))
        {
            var name = key as string ?? throw Error(node, $"Object keys must be strings, not {Name(key)}");
            foreach (var value in Run(node.Pairs[at].Value, input, scope))
            {
                foreach (var whole in Object(node, at + 1, new Dictionary<string, object?>(made, StringComparer.Ordinal) { [name] = value }, input, scope))
                {
                    yield return whole;
                }
            }
        }
    }

    private object? Reduce(JqReduce node, object? state, object? input, JqScope scope)
    {
        foreach (var value in Run(node.Source, input, scope))
        {
            state = Run(node.Update, state, scope.Variable(node.Name, value)).LastOrDefault();
        }

        return state;
    }

    private IEnumerable<object?> Foreach(JqForeach node, object? state, object? input, JqScope scope)
    {
        foreach (var value in Run(node.Source, input, scope))
        {
            var inner = scope.Variable(node.Name, value);
            foreach (var next in Run(node.Update, state, inner))
            {
                state = next;
                foreach (var shown in node.Extract is null ? [state] : Run(node.Extract, state, inner))
                {
                    yield return shown;
                }
            }
        }
    }

    private IEnumerable<object?> Binary(JqBinary node, object? input, JqScope scope)
    {
        switch (node.Operator)
        {
            case "and":
                return Run(node.Left, input, scope).SelectMany(l => Truthy(l) ? Run(node.Right, input, scope).Select(r => (object?)Truthy(r)) : [false]);
            case "or":
                return Run(node.Left, input, scope).SelectMany(l => Truthy(l) ? [true] : Run(node.Right, input, scope).Select(r => (object?)Truthy(r)));
            case "//":
                var good = Collect(Try(new JqTry(node.Left, null, node.Offset), input, scope).Where(Truthy));
                return good.Count > 0 ? good : Run(node.Right, input, scope);
            default:
                return Run(node.Right, input, scope).SelectMany(r => Run(node.Left, input, scope).Select(l => Operate(node, l, r)));
        }
    }

    private object? Operate(JqBinary node, object? left, object? right)
    {
        switch (node.Operator)
        {
            case "==":
                return ExprValues.AreEqual(left, right);
            case "!=":
                return !ExprValues.AreEqual(left, right);
            case "<":
                return JqOrder.Compare(left, right) < 0;
            case "<=":
                return JqOrder.Compare(left, right) <= 0;
            case ">":
                return JqOrder.Compare(left, right) > 0;
            case ">=":
                return JqOrder.Compare(left, right) >= 0;
        }

        budget.Charge((left as string)?.Length ?? (left as IReadOnlyList<object?>)?.Count ?? 1);
        return (node.Operator, left, right) switch
        {
            ("+", null, _) => right,
            ("+", _, null) => left,
            ("+", double a, double b) => a + b,
            ("+", string a, string b) => Charged(a + b),
            ("+", IReadOnlyList<object?> a, IReadOnlyList<object?> b) => Collect(a.Concat(b)),
            ("+", IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) => a.Concat(b).GroupBy(p => p.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal),
            ("-", double a, double b) => a - b,
            ("-", IReadOnlyList<object?> a, IReadOnlyList<object?> b) => a.Where(v => !b.Any(w => ExprValues.AreEqual(v, w))).ToArray(),
            ("*", double a, double b) => a * b,
            ("*", string a, double b) => b <= 0 ? null : Repeated(a, b),
            ("/", double a, double b) => b == 0 ? throw Error(node, $"{GoFormat.Print(left)} and 0 cannot be divided because the divisor is zero") : a / b,
            ("/", string a, string b) => Collect(TextBuiltins.Split(a, b, -1, keep: false)),
            ("%", double a, double b) => (long)b == 0 ? throw Error(node, "the divisor is zero") : (double)((long)a % (long)b),
            _ => throw Error(node, $"{Name(left)} and {Name(right)} cannot be combined by {node.Operator}"),
        };
    }

    private string Repeated(string text, double times)
    {
        budget.Charge(times > int.MaxValue ? long.MaxValue / 2 : (long)(text.Length * Math.Ceiling(times)));
        return string.Concat(Enumerable.Repeat(text, (int)Math.Ceiling(times)));
    }
}
