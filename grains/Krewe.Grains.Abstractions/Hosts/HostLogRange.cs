using Krewe.Executors;

namespace Krewe.Grains;

/// <summary>Lines of a log by number.</summary>
/// <param name="Range">The lines.</param>
[GenerateSerializer, Immutable, Alias("krewe.HostLogRange")]
public sealed record HostLogRange([property: Id(0)] NodeLogRange Range);
