namespace Krewe.Storage;

/// <summary>
/// One flush of one run: a log record and everything that follows from it, written in one transaction or not at all.
/// </summary>
/// <remarks>The memory handed in must not change until the commit is answered.</remarks>
public sealed record RunCommit
{
    /// <summary>Uid of the run, the key of its log.</summary>
    public required string RunId { get; init; }

    /// <summary>
    /// Position in the run's log, from 1 without gaps. It is the fence: a number that is not the last one plus one is
    /// refused, so a second activation of the run can never add to the log behind the owner's back.
    /// </summary>
    public required long CommitNo { get; init; }

    /// <summary>The record: bytes that mean something to the writer alone.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The run's row for lists and searches, written whole; null leaves it as it is.</summary>
    public RunIndexRow? Index { get; init; }

    /// <summary>Sets or clears the run's durable wake-up; null leaves it as it is, but completion drops it unless the same commit sets it.</summary>
    public WakeupChange? Wakeup { get; init; }

    /// <summary>State up to some commit, which replaces the log up to there; null keeps the log.</summary>
    public RunSnapshot? Snapshot { get; init; }

    /// <summary>
    /// The full document of a run that has ended; log and snapshot are dropped with it. A later commit (a retry) makes the
    /// run live again: it must bring a whole <see cref="Snapshot"/>, and the document goes.
    /// </summary>
    public ReadOnlyMemory<byte>? Completed { get; init; }

    /// <summary>
    /// The client's own id of its request to create the run, read with the first commit only. When the same id has made a
    /// run before, the answer is <see cref="CommitStatus.Duplicate"/> with that run's uid.
    /// </summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// The host that has the run's steps from now on, so that another one that takes the run over knows whom to ask; null
    /// leaves it as it is. A store that belongs to one host need not keep it.
    /// </summary>
    public string? Owner { get; init; }

    /// <summary>The pipelines that the run is to have a number in, each once; read with the first commit only.</summary>
    public IReadOnlyList<PipelineKey> Pipelines { get; init; } = [];

    /// <summary>
    /// What the history of a pipeline shows of the run's steps: bytes that mean something to the writer alone, read far more often
    /// than <see cref="Completed"/> and to be kept small. Null leaves what is there.
    /// </summary>
    public ReadOnlyMemory<byte>? Steps { get; init; }

    /// <summary>What this commit adds to the usage that is counted (<see cref="IUsageStore"/>); corrections of what was counted before are negative.</summary>
    public IReadOnlyList<UsageEntry> Usage { get; init; } = [];
}
