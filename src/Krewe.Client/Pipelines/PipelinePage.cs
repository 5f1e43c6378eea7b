namespace Krewe.Client;

/// <summary>A page of pipelines, in order of namespace and name.</summary>
public sealed record PipelinePage
{
    /// <summary>The pipelines.</summary>
    public IReadOnlyList<PipelineItem> Items { get; init; } = [];

    /// <summary>Where the next page begins; null when this is the last.</summary>
    public string? Continue { get; init; }
}
