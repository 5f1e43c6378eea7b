using Krewe.Executors;

namespace Krewe.Grains;

/// <summary>Part of a log.</summary>
/// <param name="Lines">Its lines.</param>
/// <param name="IsLast">Nothing more was there.</param>
[GenerateSerializer, Immutable, Alias("krewe.HostLogPage")]
public sealed record HostLogPage([property: Id(0)] IReadOnlyList<NodeLogLine> Lines, [property: Id(1)] bool IsLast);
