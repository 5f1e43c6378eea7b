namespace Krewe.Hosting;

/// <summary>Figures about durations.</summary>
internal static class Durations
{
    /// <summary>The value that a share of all do not exceed, by nearest rank; null without values.</summary>
    public static long? Percentile(IReadOnlyCollection<long> values, double share)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var sorted = values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }

    /// <summary>The middle value, or the mean of the two in the middle; null without values.</summary>
    public static long? Median(IReadOnlyCollection<long> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
