namespace Krewe.Model;

/// <summary>Seconds that a finished workflow is kept.</summary>
public sealed record TtlStrategy
{
    public int? SecondsAfterCompletion { get; init; }
    public int? SecondsAfterSuccess { get; init; }
    public int? SecondsAfterFailure { get; init; }
}
