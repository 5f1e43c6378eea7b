namespace Krewe.Model;

/// <summary>A URL to GET (input) or PUT (output).</summary>
public sealed record HttpArtifact
{
    public string? Url { get; init; }
    public IReadOnlyList<HttpArtifactHeader>? Headers { get; init; }
    public HttpArtifactAuth? Auth { get; init; }
    public bool? SaveStreamViaFile { get; init; }
}
