using Krewe.Expressions.Expr;
using static Krewe.Expressions.Sprig.SprigValues;

namespace Krewe.Expressions.Sprig;

internal static class SprigMaps
{
    public static void AddTo(FunctionTable table) => table
        .Add("dict", 0, int.MaxValue, Dict)
        .Add("get", 2, c => c.Map(0).TryGetValue(c.Text(1), out var value) ? value : "")
        .Add("set", 3, c => With(c.Map(0), c.Text(1), c[2]))
        .Add("unset", 2, c => Where(c, c.Map(0), k => k != c.Text(1)))
        .Add("hasKey", 2, c => c.Map(0).ContainsKey(c.Text(1)))
        .Add("pluck", 1, int.MaxValue, c => c.Made(Enumerable.Range(1, c.Count - 1).Select(c.Map).Where(m => m.ContainsKey(c.Text(0))).Select(m => m[c.Text(0)]).ToArray()))
        .Add("keys", 0, int.MaxValue, c => c.Made(Enumerable.Range(0, c.Count).SelectMany(i => c.Map(i).Keys.Order(StringComparer.Ordinal)).Select(k => (object?)k).ToArray()))
        .Add("values", 1, c => c.Made(c.Map(0).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value).ToArray()))
        .Add("pick", 1, int.MaxValue, c => Where(c, c.Map(0), k => c.All.Skip(1).Contains(k)))
        .Add("omit", 1, int.MaxValue, c => Where(c, c.Map(0), k => !c.All.Skip(1).Contains(k)))
        .Any("merge", 1, c => Merge(c, overwrite: false))
        .Any("mustMerge", 1, c => Merge(c, overwrite: false))
        .Any("mergeOverwrite", 1, c => Merge(c, overwrite: true))
        .Any("mustMergeOverwrite", 1, c => Merge(c, overwrite: true))
        .Add("deepCopy", 1, c => c[0])
        .Add("mustDeepCopy", 1, c => c[0])
        .Any("dig", 3, Dig);

    private static Dictionary<string, object?> Dict(FunctionCall call)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < call.Count; i += 2)
        {
            map[ToText(call[i])] = i + 1 < call.Count ? call[i + 1] : "";
        }

        return map;
    }

    // Values are never changed in place: what set() returns is a map of its own.
    private static Dictionary<string, object?> With(IReadOnlyDictionary<string, object?> map, string key, object? value) =>
        new(map, StringComparer.Ordinal) { [key] = value };

    private static Dictionary<string, object?> Where(FunctionCall call, IReadOnlyDictionary<string, object?> map, Func<string, bool> keep)
    {
        call.Budget.Step(map.Count);
        return map.Where(p => keep(p.Key)).ToDictionary(StringComparer.Ordinal);
    }

    private static object Merge(FunctionCall call, bool overwrite)
    {
        var merged = call.Map(0);
        for (var i = 1; i < call.Count; i++)
        {
            merged = Merge(call, merged, call.Map(i), overwrite);
        }

        return merged;
    }

    private static Dictionary<string, object?> Merge(FunctionCall call, IReadOnlyDictionary<string, object?> into, IReadOnlyDictionary<string, object?> from, bool overwrite)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        call.Budget.Charge(into.Count + from.Count);
        var merged = new Dictionary<string, object?>(into, StringComparer.Ordinal);
        foreach (var (key, value) in from)
        {
            var there = ExprValues.Normalize(merged.GetValueOrDefault(key));
            if (there is IReadOnlyDictionary<string, object?> inner && ExprValues.Normalize(value) is IReadOnlyDictionary<string, object?> other)
            {
                merged[key] = Merge(call, inner, other, overwrite);
            }
            else if (overwrite ? !IsEmpty(value) : IsEmpty(there))
            {
                merged[key] = value;
            }
        }

        return merged;
    }

    private static object? Dig(FunctionCall call)
    {
        object? at = call.Map(call.Count - 1);
        for (var i = 0; i < call.Count - 2; i++)
        {
            if (at is not IReadOnlyDictionary<string, object?> map || !map.TryGetValue(call.Text(i), out at))
            {
                return call[call.Count - 2];
            }

            at = ExprValues.Normalize(at);
        }

        return at;
    }
}
