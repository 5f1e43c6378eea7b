namespace Krewe.Client;

/// <summary>How to follow a run.</summary>
public sealed record WatchOptions
{
    /// <summary>Whether updates after the first may carry only what changed (see <see cref="WorkflowUpdate.IsDelta"/>).</summary>
    public bool Deltas { get; init; }
}
