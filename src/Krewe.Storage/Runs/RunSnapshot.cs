namespace Krewe.Storage;

/// <summary>State of a run as of one commit, in pages so that only those that changed need be written.</summary>
public sealed record RunSnapshot
{
    /// <summary>The last commit the state contains; at most the number of the commit that carries the snapshot.</summary>
    public required long UptoCommit { get; init; }

    /// <summary>How many pages the snapshot has in all; stored pages from this number on are dropped.</summary>
    public required int PageCount { get; init; }

    /// <summary>The pages to write. A page not given keeps its stored content, which must still be true as of <see cref="UptoCommit"/>.</summary>
    public required IReadOnlyList<SnapshotPage> Pages { get; init; }

    /// <summary>True when every page is given, so that nothing stored before is needed.</summary>
    public bool IsWhole => Pages.Count == PageCount;

    /// <summary>A snapshot of one page.</summary>
    /// <param name="uptoCommit">The last commit it contains.</param>
    /// <param name="payload">The state.</param>
    public static RunSnapshot Whole(long uptoCommit, ReadOnlyMemory<byte> payload) =>
        new() { UptoCommit = uptoCommit, PageCount = 1, Pages = [new SnapshotPage(0, payload)] };
}
