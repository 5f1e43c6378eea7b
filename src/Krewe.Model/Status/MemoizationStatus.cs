namespace Krewe.Model;

/// <summary>Outcome of a cache look-up.</summary>
public sealed record MemoizationStatus
{
    public bool Hit { get; init; }
    public string? Key { get; init; }
    public string? CacheName { get; init; }
}
