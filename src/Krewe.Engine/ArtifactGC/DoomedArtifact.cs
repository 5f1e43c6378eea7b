using Krewe.Model;

namespace Krewe.Engine;

/// <summary>An output artifact of a node that is to be deleted.</summary>
public sealed record DoomedArtifact(string NodeId, Artifact Artifact);
