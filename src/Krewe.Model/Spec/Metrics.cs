namespace Krewe.Model;

/// <summary>Custom metrics.</summary>
public sealed record Metrics
{
    public IReadOnlyList<PrometheusMetric>? Prometheus { get; init; }
}
