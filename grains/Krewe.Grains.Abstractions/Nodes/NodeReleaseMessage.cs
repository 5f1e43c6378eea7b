using Krewe.Executors;

namespace Krewe.Grains;

/// <summary>Frees what a node's work holds.</summary>
/// <param name="Id">Which work.</param>
/// <param name="DeleteWorkFolder">Its work folder goes too.</param>
[GenerateSerializer, Immutable, Alias("krewe.NodeReleaseMessage")]
public sealed record NodeReleaseMessage([property: Id(0)] NodeWorkId Id, [property: Id(1)] bool DeleteWorkFolder);
