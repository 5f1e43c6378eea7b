using Krewe.Executors;

namespace Krewe.Grains;

/// <summary>What a search in a log found.</summary>
/// <param name="Hits">The lines.</param>
/// <param name="Refusal">Why the search cannot be made; null when it was.</param>
[GenerateSerializer, Immutable, Alias("krewe.HostLogHits")]
public sealed record HostLogHits([property: Id(0)] NodeLogHits Hits, [property: Id(1)] string? Refusal = null);
