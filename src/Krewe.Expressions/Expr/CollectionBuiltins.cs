using Krewe.Expressions.Values;

namespace Krewe.Expressions.Expr;

internal static class CollectionBuiltins
{
    public static void AddTo(FunctionTable table) => table
        .Add("len", 1, Length)
        .Add("first", 1, c => Get(c[0], 0L))
        .Add("last", 1, c => Get(c[0], -1L))
        .Add("get", 2, c => Get(c[0], c[1]))
        .Add("take", 2, Take)
        .Add("reverse", 1, c => c.Made(c.List(0).Reverse().ToArray()))
        .Add("keys", 1, c => c.Made(Ordered(c.Map(0)).Select(p => (object?)p.Key).ToArray()))
        .Add("values", 1, c => c.Made(Ordered(c.Map(0)).Select(p => p.Value).ToArray()))
        .Add("toPairs", 1, c => c.Made(Ordered(c.Map(0)).Select(p => (object?)new[] { p.Key, p.Value }).ToArray()))
        .Add("fromPairs", 1, FromPairs)
        .Any("concat", 1, c => c.Made(Enumerable.Range(0, c.Count).SelectMany(c.List).ToArray()))
        .Add("flatten", 1, c => c.Made(Flatten(c, c.List(0))))
        .Add("uniq", 1, Unique)
        .Add("sort", 1, 2, c => Sort(c, c.Count > 1 && Sorting.Descending(c.Text(1), c.Error)));

    public static object? Get(object? target, object? key) => target switch
    {
        IReadOnlyDictionary<string, object?> map => map.GetValueOrDefault(key as string ?? GoFormat.Print(key)),
        IReadOnlyList<object?> list when key is long at => (at < 0 ? list.Count + at : at) is >= 0 and var index && index < list.Count ? list[(int)index] : null,
        _ => null,
    };

    public static object?[] Unique(FunctionCall call)
    {
        var seen = new List<object?>();
        foreach (var item in call.List(0))
        {
            // Scalars could be hashed, but collections are compared too; the steps bound the square.
            call.Budget.Step(seen.Count);
            if (!seen.Exists(s => ExprValues.AreEqual(s, ExprValues.Normalize(item))))
            {
                seen.Add(ExprValues.Normalize(item));
            }
        }

        return [.. seen];
    }

    // Go's order of a map is random; by key is an order that does not change from run to run.
    private static IEnumerable<KeyValuePair<string, object?>> Ordered(IReadOnlyDictionary<string, object?> map) => map.OrderBy(p => p.Key, StringComparer.Ordinal);

    private static object Length(FunctionCall call) => call[0] switch
    {
        string text => (long)text.EnumerateRunes().Count(),
        IReadOnlyList<object?> list => (long)list.Count,
        IReadOnlyDictionary<string, object?> map => (long)map.Count,
        var other => throw call.Error($"invalid argument for len (type {ExprValues.TypeName(other)})"),
    };

    private static IReadOnlyList<object?> Take(FunctionCall call)
    {
        var count = call.Int(1);
        return count >= 0 ? call.Made(call.List(0).Take((int)Math.Min(count, int.MaxValue)).ToArray()) : throw call.Error($"cannot take {count} elements");
    }

    private static Dictionary<string, object?> FromPairs(FunctionCall call)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var item in call.Made(call.List(0)))
        {
            if (ExprValues.Normalize(item) is not IReadOnlyList<object?> { Count: 2 } pair)
            {
                throw call.Error("every item must be a pair [key, value]");
            }

            map[GoFormat.Print(pair[0])] = pair[1];
        }

        return map;
    }

    private static List<object?> Flatten(FunctionCall call, IReadOnlyList<object?> list)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var flat = new List<object?>();
        foreach (var item in list)
        {
            call.Budget.Step();
            if (ExprValues.Normalize(item) is IReadOnlyList<object?> inner)
            {
                flat.AddRange(Flatten(call, inner));
            }
            else
            {
                flat.Add(item);
            }
        }

        return flat;
    }

    private static object?[] Sort(FunctionCall call, bool descending)
    {
        var items = call.Made(call.List(0)).Select(ExprValues.Normalize).ToArray();
        return Array.ConvertAll(
            Sorting.Order(items, descending, (a, b) => call.Error($"cannot order {ExprValues.TypeName(a)} and {ExprValues.TypeName(b)}")),
            i => items[i]);
    }
}
