namespace Krewe.Storage;

/// <summary>Everything needed to bring a run back: snapshot and the log after it, or the document of a run that has ended.</summary>
public sealed record StoredRun
{
    /// <summary>Uid of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Number of the last commit; the next one is this plus one.</summary>
    public required long LastCommit { get; init; }

    /// <summary>The last commit that the snapshot contains; 0 without a snapshot.</summary>
    public required long SnapshotUpto { get; init; }

    /// <summary>The snapshot's pages in order; empty without a snapshot.</summary>
    public required IReadOnlyList<SnapshotPage> Pages { get; init; }

    /// <summary>The records after the snapshot, in order and without gaps.</summary>
    public required IReadOnlyList<LogRecord> Log { get; init; }

    /// <summary>The document of a run that has ended; null while it is live.</summary>
    public ReadOnlyMemory<byte>? Document { get; init; }

    /// <summary>The wake-up that stands, if any.</summary>
    public DateTimeOffset? WakeupAt { get; init; }

    /// <summary>The host that had the run's steps last (<see cref="RunCommit.Owner"/>); null when it is this one or nobody said.</summary>
    public string? Owner { get; init; }
}
