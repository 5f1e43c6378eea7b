namespace Krewe.Storage;

/// <summary>What every commit must satisfy whatever the engine; a breach is a bug of the writer.</summary>
public static class CommitRules
{
    /// <summary>Arguments with longer values (in characters) are stored but not found by <see cref="RunFilter.Parameters"/>.</summary>
    public const int LongestSearchableValue = 1024;

    /// <summary>Throws when a commit contradicts itself.</summary>
    /// <param name="commit">The commit.</param>
    /// <exception cref="ArgumentException">The commit contradicts itself.</exception>
    public static void Check(RunCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentException.ThrowIfNullOrEmpty(commit.RunId, nameof(commit));
        Require(commit, commit.CommitNo >= 1, "commit numbers begin at 1");
        Require(commit, commit.Index is null || commit.Index.Uid == commit.RunId, "the index row belongs to another run");
        Require(commit, commit.Snapshot is null || commit.Completed is null, "a completed run has a document and no snapshot");
        // "condition ? bytes : null" with an array is no null but an empty document, which would end the run by mistake.
        Require(commit, commit.Completed is not { IsEmpty: true }, "the document of a completed run is empty");
        Require(commit, commit.Steps is not { IsEmpty: true }, "the steps of a run are empty");
        Require(commit, commit.Pipelines.Distinct().Count() == commit.Pipelines.Count, "a pipeline is named twice");
        if (commit.Snapshot is { } snapshot)
        {
            Require(commit, snapshot.UptoCommit >= 1 && snapshot.UptoCommit <= commit.CommitNo, "a snapshot cannot contain commits to come");
            Require(commit, snapshot.PageCount >= 1, "a snapshot has at least one page");
            Require(commit, snapshot.Pages.All(page => page.Number >= 0 && page.Number < snapshot.PageCount), "a page lies outside the snapshot");
            Require(commit, snapshot.Pages.Select(page => page.Number).Distinct().Count() == snapshot.Pages.Count, "a page is given twice");
        }
    }

    private static void Require(RunCommit commit, bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message, nameof(commit));
        }
    }
}
