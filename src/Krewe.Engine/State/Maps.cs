namespace Krewe.Engine;

/// <summary>Small immutable maps.</summary>
internal static class Maps
{
    public static IReadOnlyDictionary<string, string>? Merge(IReadOnlyDictionary<string, string>? lower, IReadOnlyDictionary<string, string>? upper)
    {
        if (upper is null || upper.Count == 0)
        {
            return lower;
        }

        var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in lower ?? upper)
        {
            merged[key] = value;
        }

        foreach (var (key, value) in upper)
        {
            merged[key] = value;
        }

        return merged;
    }
}
