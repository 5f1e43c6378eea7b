using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>One holder's wish for locks.</summary>
/// <param name="HolderKey"><c>ns/workflow</c> or <c>ns/workflow/nodeID</c>.</param>
/// <param name="RunUid">Run to tell.</param>
/// <param name="Locks">All of them are wanted.</param>
/// <param name="Priority">Higher first.</param>
/// <param name="CreatedAt">Older first.</param>
public sealed record LockClaim(string HolderKey, string RunUid, IReadOnlyList<LockRequest> Locks, int Priority, DateTimeOffset CreatedAt)
{
    /// <summary>Since when it waits for its locks or, once it has them, holds them.</summary>
    public DateTimeOffset Since { get; set; }
}
