namespace Krewe.Model;

/// <summary>Argo <c>Link</c>: a link that user interfaces show, in the configuration and in <c>/api/v1/info</c>.</summary>
public sealed record InfoLink
{
    public string Name { get; init; } = "";
    /// <summary><c>workflow</c>, <c>pod</c>, <c>pod-logs</c>, <c>event-source-logs</c>, <c>sensor-logs</c>, <c>workflow-list</c> or <c>chat</c>.</summary>
    public string Scope { get; init; } = "";
    /// <summary>May hold placeholders such as <c>${metadata.name}</c>, for the user interface to fill in.</summary>
    public string Url { get; init; } = "";
    /// <summary><c>_blank</c> and the like.</summary>
    public string? Target { get; init; }
}
