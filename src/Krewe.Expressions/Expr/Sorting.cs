namespace Krewe.Expressions.Expr;

/// <summary>Stable sorting of the language's values.</summary>
internal static class Sorting
{
    public static bool Descending(string? order, Func<string, Exception> error) => order switch
    {
        "asc" => false,
        "desc" => true,
        _ => throw error($"invalid order {order ?? "nil"}, expected asc or desc"),
    };

    /// <summary>The indices of the keys, in order.</summary>
    public static int[] Order(IReadOnlyList<object?> keys, bool descending, Func<object?, object?, Exception> incomparable)
    {
        foreach (var key in keys)
        {
            if (ExprValues.Compare(keys[0], key) is null)
            {
                throw incomparable(keys[0], key);
            }
        }

        var comparer = Comparer<object?>.Create((a, b) => ExprValues.Compare(a, b) ?? 0);
        var indices = Enumerable.Range(0, keys.Count);
        return [.. descending ? indices.OrderByDescending(i => keys[i], comparer) : indices.OrderBy(i => keys[i], comparer)];
    }
}
