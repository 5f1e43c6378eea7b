namespace Krewe.Storage.PostgreSql;

/// <summary>One commit on its way through a flush.</summary>
/// <param name="commit">The commit.</param>
/// <param name="body">What it stores, in its envelope.</param>
internal sealed class FlushItem(RunCommit commit, byte[] body)
{
    public RunCommit Commit { get; } = commit;

    public byte[] Body { get; } = body;

    public bool IsFirst => Commit.CommitNo == 1;

    /// <summary>0 adds a record, 1 with part of a snapshot, 2 with a whole one, 3 ends the run.</summary>
    public int Kind { get; } = commit.Completed is not null ? 3 : commit.Snapshot is { } snapshot ? snapshot.IsWhole ? 2 : 1 : 0;

    /// <summary>The log needs no record up to here any more.</summary>
    public long Upto => Kind == 3 ? Commit.CommitNo : Commit.Snapshot?.UptoCommit ?? 0;

    /// <summary>The name the commit wants to hold.</summary>
    public (string Namespace, string Name)? Wanted => Commit.Index is { HoldsName: true } row ? (row.Namespace, row.Name) : null;

    public CommitResult Result { get; set; } = new(CommitStatus.Fenced);

    /// <summary>The fence let it through.</summary>
    public bool Granted { get; set; }

    public long Rid { get; set; }

    public bool ClaimedName { get; set; }

    public bool ClaimedRequest { get; set; }

    /// <summary>The run does not hold the name it wants, which was free a moment ago.</summary>
    public bool MustClaimName { get; set; }

    public void Reset() => (Result, Granted, Rid, ClaimedName, ClaimedRequest, MustClaimName) = (new(CommitStatus.Fenced), false, 0, false, false, false);
}
