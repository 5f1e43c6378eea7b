namespace Krewe.Grains;

/// <summary>The numbers of one set of labels.</summary>
internal sealed class MetricSeries
{
    /// <summary>The labels; null where they were saved before they were kept.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; set; }

    /// <summary>Value of a counter or gauge; sum of a histogram.</summary>
    public double Value { get; set; }

    /// <summary>From when a realtime gauge grows by one each second.</summary>
    public DateTimeOffset? GrowsSince { get; set; }

    /// <summary>How many observations a histogram has.</summary>
    public long Count { get; set; }

    /// <summary>How many of them are not above each bucket's bound.</summary>
    public long[] Counts { get; init; } = [];

    public double At(DateTimeOffset now) => GrowsSince is { } since ? Math.Max(0, (now - since).TotalSeconds) : Value;
}
