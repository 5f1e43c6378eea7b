namespace Krewe.Client;

/// <summary>A file that was uploaded.</summary>
/// <param name="Name">Name of the artifact.</param>
/// <param name="Key">Where it lies: <c>name=key</c> among the artifacts of <see cref="SubmitOptions"/> gives it to a run.</param>
public sealed record UploadedArtifact(string Name, string Key);
