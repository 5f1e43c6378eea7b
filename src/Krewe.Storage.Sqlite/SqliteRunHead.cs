namespace Krewe.Storage.Sqlite;

/// <summary>What the writer remembers of a run between transactions.</summary>
internal sealed class SqliteRunHead(long rid, long lastCommit, long baseCommit, bool completed)
{
    public long Rid { get; } = rid;

    public long LastCommit { get; set; } = lastCommit;

    public long Base { get; set; } = baseCommit;

    public bool Completed { get; set; } = completed;

    /// <summary>The indexed part of the row written last; null when it is not known.</summary>
    public string? IndexedPart { get; set; }

    /// <summary>The name the run is known to hold; null when it holds none or that is not known.</summary>
    public (string Namespace, string Name)? HeldName { get; set; }

    /// <summary>A run that has ended takes a new document or becomes live with its whole state; a snapshot never goes back.</summary>
    public bool Takes(RunCommit commit) => Completed
        ? commit.Completed is not null || (commit.Snapshot is { IsWhole: true } whole && whole.UptoCommit >= Base)
        : commit.Snapshot is null || commit.Snapshot.UptoCommit >= Base;
}
