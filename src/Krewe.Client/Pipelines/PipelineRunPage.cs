namespace Krewe.Client;

/// <summary>A page of a pipeline's history.</summary>
public sealed record PipelineRunPage
{
    /// <summary>The runs, the newest first.</summary>
    public IReadOnlyList<PipelineRunItem> Items { get; init; } = [];

    /// <summary>Older runs are found before this number; null when there are none.</summary>
    public long? Older { get; init; }

    /// <summary>Newer runs are found after this number; null when the page holds the newest.</summary>
    public long? Newer { get; init; }
}
