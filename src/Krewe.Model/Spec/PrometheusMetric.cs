namespace Krewe.Model;

/// <summary>One custom metric.</summary>
public sealed record PrometheusMetric
{
    public string? Name { get; init; }
    public IReadOnlyList<MetricLabel>? Labels { get; init; }
    public string? Help { get; init; }
    public string? When { get; init; }
    public GaugeMetric? Gauge { get; init; }
    public HistogramMetric? Histogram { get; init; }
    public CounterMetric? Counter { get; init; }
}
