namespace Krewe.Model;

/// <summary>A label of a custom metric.</summary>
public sealed record MetricLabel
{
    public string? Key { get; init; }
    public string? Value { get; init; }
}
