namespace Krewe.Client;

/// <summary>A pipeline with the state of its newest runs.</summary>
public sealed record PipelineItem
{
    /// <summary>Namespace of its runs.</summary>
    public required string Namespace { get; init; }

    /// <summary>Kind, as in <see cref="PipelineRef.Kind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its definition is stored now; never so for <see cref="PipelineRef.InlineKind"/>.</summary>
    public required bool IsDefined { get; init; }

    /// <summary>Number of its newest run; 0 when it never had one.</summary>
    public required long LastNumber { get; init; }

    /// <summary>Labels of its definition.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Annotations of its definition.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>How its newest runs went.</summary>
    public required PipelineStatistics Statistics { get; init; }

    /// <summary>Its newest runs, the newest first.</summary>
    public IReadOnlyList<PipelineRunItem> Recent { get; init; } = [];
}
