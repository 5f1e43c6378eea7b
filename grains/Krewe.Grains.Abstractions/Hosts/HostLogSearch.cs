using Krewe.Executors;

namespace Krewe.Grains;

/// <summary>What to look for in a log.</summary>
/// <param name="Search">The search.</param>
[GenerateSerializer, Immutable, Alias("krewe.HostLogSearch")]
public sealed record HostLogSearch([property: Id(0)] NodeLogSearch Search);
