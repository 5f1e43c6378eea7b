namespace Krewe.Storage;

/// <summary>What became of one commit of a batch.</summary>
public enum CommitStatus
{
    /// <summary>Durable.</summary>
    Committed,

    /// <summary>
    /// Nothing was written: the number is not the next one of the run (someone else has written, or the run was deleted).
    /// With commit number 1 it means that the uid exists.
    /// </summary>
    Fenced,

    /// <summary>Nothing was written: another run holds the name (<see cref="CommitResult.ExistingRunId"/>).</summary>
    NameTaken,

    /// <summary>Nothing was written: the same client request has made a run before (<see cref="CommitResult.ExistingRunId"/>).</summary>
    Duplicate,
}
