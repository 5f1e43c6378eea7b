namespace Krewe.Client;

/// <summary>Names one artifact of one node.</summary>
public sealed record ArtifactRef(RunRef Run, string NodeId, string Name, bool IsInput = false);
