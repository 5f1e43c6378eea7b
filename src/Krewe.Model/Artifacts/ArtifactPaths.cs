namespace Krewe.Model;

/// <summary>An artifact whose object keys are listed by a data template.</summary>
public sealed record ArtifactPaths : Artifact;
