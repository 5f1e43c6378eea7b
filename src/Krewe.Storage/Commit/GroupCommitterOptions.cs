namespace Krewe.Storage;

/// <summary>Bounds of a <see cref="GroupCommitter"/>.</summary>
public sealed class GroupCommitterOptions
{
    /// <summary>Commits that may wait before callers are held back. Default 8192.</summary>
    public int QueueCapacity { get; set; } = 8192;

    /// <summary>Commits in one transaction at most. Default 2048.</summary>
    public int MaxBatchCommits { get; set; } = 2048;

    /// <summary>Bytes in one transaction at most; a single larger commit goes alone. Default 16 MiB.</summary>
    public long MaxBatchBytes { get; set; } = 16 << 20;
}
