namespace Krewe.Storage;

/// <summary>One run of a pipeline, as its history shows it.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Number">The run's number in it: given once, when the run was created, and to no other run ever.</param>
/// <param name="Uid">Uid of the run.</param>
public sealed record PipelineRun(PipelineKey Pipeline, long Number, string Uid)
{
    /// <summary>Name of the run.</summary>
    public required string Name { get; init; }

    /// <summary>Phase as Argo writes it (empty while not yet started).</summary>
    public required string Phase { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it finished.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why the run is in its phase.</summary>
    public string? Message { get; init; }

    /// <summary>Who created it.</summary>
    public string? Creator { get; init; }

    /// <summary>Folder it lies in; empty for none.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Its arguments, as far as they are searchable.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>What the writer kept of its steps (<see cref="RunCommit.Steps"/>); null when there is nothing, or it was not asked for.</summary>
    public ReadOnlyMemory<byte>? Steps { get; init; }
}
