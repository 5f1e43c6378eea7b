namespace Krewe.Client;

/// <summary>Which pipelines.</summary>
public sealed record PipelinesQuery
{
    /// <summary>Most pipelines of one page.</summary>
    public const int MostPipelines = 200;

    /// <summary>Most runs of each that statistics are made of.</summary>
    public const int MostRuns = 100;

    /// <summary>A namespace, or <see cref="Namespaces.All"/>.</summary>
    public string Namespace { get; init; } = Namespaces.Default;

    /// <summary>Only of this kind; null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>Only with names that contain this.</summary>
    public string? Name { get; init; }

    /// <summary>How many of the newest runs of each are looked at and given.</summary>
    public int Runs { get; init; } = 30;

    /// <summary>At most so many pipelines.</summary>
    public int Limit { get; init; } = 50;

    /// <summary><see cref="PipelinePage.Continue"/> of the page before.</summary>
    public string? Continue { get; init; }
}
