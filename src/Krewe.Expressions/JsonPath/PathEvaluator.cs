using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.JsonPath;

/// <summary>Walks a path over a value.</summary>
internal sealed class PathEvaluator(object? root, Budget budget)
{
    public List<object?> Select(object? from, IReadOnlyList<PathStep> steps)
    {
        List<object?> at = [from];
        foreach (var step in steps)
        {
            var next = new List<object?>();
            foreach (var value in at)
            {
                budget.Step();
                Take(step, ExprValues.Normalize(value), next);
            }

            budget.Charge(next.Count);
            at = next;
        }

        return at;
    }

    private void Take(PathStep step, object? value, List<object?> to)
    {
        switch (step)
        {
            case NameStep names when value is IReadOnlyDictionary<string, object?> map:
                foreach (var name in names.Names)
                {
                    if (map.TryGetValue(name, out var member))
                    {
                        to.Add(ExprValues.Normalize(member));
                    }
                }

                break;
            case IndexStep indices when value is IReadOnlyList<object?> list:
                foreach (var index in indices.Indices)
                {
                    var at = index < 0 ? list.Count + index : index;
                    if (at >= 0 && at < list.Count)
                    {
                        to.Add(ExprValues.Normalize(list[(int)at]));
                    }
                }

                break;
            case SliceStep slice when value is IReadOnlyList<object?> list:
                Slice(slice, list, to);
                break;
            case WildcardStep:
                to.AddRange(Children(value));
                break;
            case DescendStep:
                Descend(value, to);
                break;
            case FilterStep filter:
                foreach (var child in Children(value))
                {
                    budget.Step();
                    if (Holds(filter.Filter, child))
                    {
                        to.Add(child);
                    }
                }

                break;
        }
    }

    private static void Slice(SliceStep slice, IReadOnlyList<object?> list, List<object?> to)
    {
        long Place(long? given, long otherwise) => given is not { } at ? otherwise : at < 0 ? list.Count + at : at;
        if (slice.Step > 0)
        {
            var end = Math.Min(Place(slice.To, list.Count), list.Count);
            for (var i = Math.Max(0, Place(slice.From, 0)); i < end; i += slice.Step)
            {
                to.Add(ExprValues.Normalize(list[(int)i]));
            }

            return;
        }

        var last = slice.To is null ? -1 : Math.Max(-1, Place(slice.To, -1));
        for (var i = Math.Min(Place(slice.From, list.Count - 1), list.Count - 1); i > last && i >= 0; i += slice.Step)
        {
            to.Add(ExprValues.Normalize(list[(int)i]));
        }
    }

    private static IEnumerable<object?> Children(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> map => map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => ExprValues.Normalize(p.Value)),
        IReadOnlyList<object?> list => list.Select(ExprValues.Normalize),
        _ => [],
    };

    private void Descend(object? value, List<object?> to)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Step();
        to.Add(value);
        foreach (var child in Children(value))
        {
            if (child is IReadOnlyDictionary<string, object?> or IReadOnlyList<object?>)
            {
                Descend(child, to);
            }
        }
    }

    private bool Holds(PathFilter filter, object? element)
    {
        switch (filter)
        {
            case LogicFilter logic:
                return logic.And ? Holds(logic.Left, element) && Holds(logic.Right, element) : Holds(logic.Left, element) || Holds(logic.Right, element);
            case NotFilter not:
                return !Holds(not.Inner, element);
            case CompareFilter compare:
                return Compare(compare, element);
            case OperandFilter operand:
                return Values(operand, element) is { Count: > 0 } found && found[0] is not (null or false);
            default:
                return filter is LiteralFilter { Value: not (null or false) };
        }
    }

    private List<object?> Values(PathFilter filter, object? element) => filter switch
    {
        LiteralFilter literal => [literal.Value],
        OperandFilter operand => Select(operand.FromRoot ? root : element, operand.Steps),
        _ => [Holds(filter, element)],
    };

    private bool Compare(CompareFilter compare, object? element)
    {
        var left = Values(compare.Left, element);
        var right = Values(compare.Right, element);
        if (left.Count == 0 || right.Count == 0)
        {
            return compare.Operator == "!=" && left.Count != right.Count;
        }

        var (a, b) = (left[0], right[0]);
        return compare.Operator switch
        {
            "==" => ExprValues.AreEqual(a, b),
            "!=" => !ExprValues.AreEqual(a, b),
            "=~" => a is string text && b is string pattern && GoRegex.Compile(pattern.Trim('/'), budget.Timeout).IsMatch(text),
            "<" => ExprValues.Compare(a, b) < 0,
            "<=" => ExprValues.Compare(a, b) <= 0,
            ">" => ExprValues.Compare(a, b) > 0,
            _ => ExprValues.Compare(a, b) >= 0,
        };
    }
}
