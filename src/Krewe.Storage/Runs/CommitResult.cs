namespace Krewe.Storage;

/// <summary>Answer to one <see cref="RunCommit"/>.</summary>
/// <param name="Status">What happened.</param>
/// <param name="ChangeNumber">The change number given to the index row; 0 when none was written.</param>
/// <param name="ExistingRunId">Uid of the run in the way, for <see cref="CommitStatus.NameTaken"/> and <see cref="CommitStatus.Duplicate"/>.</param>
public readonly record struct CommitResult(CommitStatus Status, long ChangeNumber = 0, string? ExistingRunId = null)
{
    /// <summary>True when the commit is durable.</summary>
    public bool IsCommitted => Status == CommitStatus.Committed;
}
