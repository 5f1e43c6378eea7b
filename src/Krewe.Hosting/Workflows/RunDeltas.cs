using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Hosting;

/// <summary>What changed from one picture of a run to a later one, found once for all who have seen the one and are to see the other.</summary>
/// <remarks>
/// Of a live run on this host the nodes that did not change are the same objects in both pictures, which costs a look; others are
/// compared as they are written. Nothing is kept that the pictures themselves do not outlive. Thread-safe.
/// </remarks>
internal sealed class RunDeltas
{
    private readonly ConditionalWeakTable<Workflow, ConditionalWeakTable<Workflow, Task<WorkflowUpdate>>> _deltas = [];

    /// <summary>The update for somebody who has seen a picture: what changed, or all when more than metadata and status did.</summary>
    /// <param name="before">What was seen.</param>
    /// <param name="after">The run now.</param>
    public Task<WorkflowUpdate> BetweenAsync(Workflow before, Workflow after)
    {
        // Weak in both: by strong ones each picture would hold the one before it, and that the one before.
        var deltas = _deltas.GetOrCreateValue(after);
        lock (deltas)
        {
            if (!deltas.TryGetValue(before, out var delta))
            {
                // On a thread of its own: hundreds may wait for it.
                delta = Task.Run(() => Between(before, after));
                deltas.Add(before, delta);
            }

            return delta;
        }
    }

    /// <summary>The same, found anew.</summary>
    public static WorkflowUpdate Between(Workflow before, Workflow after)
    {
        if (after.Status is not { } status || before.Status is not { } seen || !HaveSameSpec(before, seen, after, status))
        {
            return new WorkflowUpdate { Type = UpdateType.Modified, Object = after };
        }

        var (old, now) = (seen.Nodes ?? new Dictionary<string, NodeStatus>(), status.Nodes ?? new Dictionary<string, NodeStatus>());
        var changed = now.Where(entry => !old.TryGetValue(entry.Key, out var node) || !AreSame(node, entry.Value, ModelJson.Default.NodeStatus));
        var removed = old.Keys.Where(id => !now.ContainsKey(id)).ToList();
        return new WorkflowUpdate
        {
            Type = UpdateType.Modified,
            IsDelta = true,
            Object = after with
            {
                Spec = new WorkflowSpec(),
                Status = status with { Nodes = changed.ToDictionary(StringComparer.Ordinal), StoredTemplates = null, StoredWorkflowTemplateSpec = null },
            },
            RemovedNodes = removed.Count > 0 ? removed : null,
        };
    }

    private static bool HaveSameSpec(Workflow before, WorkflowStatus seen, Workflow after, WorkflowStatus status) =>
        AreSame(before.Spec, after.Spec, ModelJson.Default.WorkflowSpec)
        && AreSame(seen.StoredWorkflowTemplateSpec, status.StoredWorkflowTemplateSpec, ModelJson.Default.WorkflowSpec)
        && AreSame(seen.StoredTemplates, status.StoredTemplates, ModelJson.Default.IReadOnlyDictionaryStringTemplate);

    private static bool AreSame<T>(T? left, T? right, JsonTypeInfo<T> type)
        where T : class =>
        ReferenceEquals(left, right) || (left is not null && right is not null && JsonSerializer.SerializeToUtf8Bytes(left, type).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(right, type)));
}
