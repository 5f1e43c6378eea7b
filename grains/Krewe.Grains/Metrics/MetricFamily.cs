namespace Krewe.Grains;

/// <summary>All series of one metric.</summary>
internal sealed class MetricFamily
{
    public required string Type { get; init; }

    public required string Help { get; init; }

    public List<double> Buckets { get; init; } = [];

    /// <summary>By labels, as Prometheus' text has them.</summary>
    public SortedDictionary<string, MetricSeries> Series { get; init; } = new(StringComparer.Ordinal);
}
