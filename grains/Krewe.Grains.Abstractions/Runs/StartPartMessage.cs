using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>Asks a part of a run to begin, or to go on.</summary>
/// <param name="Command">What it begins with; its workflow carries the part's uid.</param>
/// <param name="Attempt">Which start of its node counts.</param>
/// <param name="Suspended">Whether it is to be suspended.</param>
[GenerateSerializer, Immutable, Alias("krewe.StartPartMessage")]
public sealed record StartPartMessage([property: Id(0)] CreateRun Command, [property: Id(1)] int Attempt, [property: Id(2)] bool Suspended);
