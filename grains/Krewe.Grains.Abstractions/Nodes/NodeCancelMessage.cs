using Krewe.Executors;

namespace Krewe.Grains;

/// <summary>Asks a node's work to end.</summary>
/// <param name="Id">Which work.</param>
/// <param name="Reason">Told to the user.</param>
/// <param name="Immediate">Without grace.</param>
[GenerateSerializer, Immutable, Alias("krewe.NodeCancelMessage")]
public sealed record NodeCancelMessage([property: Id(0)] NodeWorkId Id, [property: Id(1)] string Reason, [property: Id(2)] bool Immediate);
