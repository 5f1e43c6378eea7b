namespace Krewe.Expressions.Jq;

/// <summary>jq's order over all values: null, false, true, numbers, texts, arrays, objects.</summary>
internal static class JqOrder
{
    public static readonly Comparer<object?> Comparer = Comparer<object?>.Create(Compare);

    public static int Compare(object? left, object? right)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var order = Rank(left).CompareTo(Rank(right));
        return order != 0 ? order : (left, right) switch
        {
            (double a, double b) => a.CompareTo(b),
            (string a, string b) => string.CompareOrdinal(a, b),
            (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => Lists(a, b),
            (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) => Maps(a, b),
            _ => 0,
        };
    }

    private static int Rank(object? value) => value switch { null => 0, false => 1, true => 2, double => 3, string => 4, IReadOnlyList<object?> => 5, _ => 6 };

    private static int Lists(IReadOnlyList<object?> a, IReadOnlyList<object?> b)
    {
        for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            if (Compare(a[i], b[i]) is not 0 and var order)
            {
                return order;
            }
        }

        return a.Count.CompareTo(b.Count);
    }

    private static int Maps(IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b)
    {
        var keys = a.Keys.Order(StringComparer.Ordinal).ToArray();
        var order = Lists(keys, b.Keys.Order(StringComparer.Ordinal).ToArray());
        return order != 0 ? order : keys.Select(k => Compare(a[k], b[k])).FirstOrDefault(o => o != 0);
    }
}
