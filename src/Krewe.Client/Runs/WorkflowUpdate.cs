using System.Text.Json.Serialization;
using Krewe.Model;

namespace Krewe.Client;

/// <summary>One change of one run.</summary>
public sealed record WorkflowUpdate
{
    /// <summary>One of <see cref="UpdateType"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The run after the change; if <see cref="IsDelta"/>, only a part of it.</summary>
    public required Workflow Object { get; init; }

    /// <summary>
    /// <see cref="Object"/> has metadata and status, but <c>status.nodes</c> holds only nodes that are new or changed,
    /// and spec, stored templates and the stored spec are as before. <see cref="Fold"/> puts it together.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDelta { get; init; }

    /// <summary>IDs of nodes that are gone (a retry deletes nodes).</summary>
    public IReadOnlyList<string>? RemovedNodes { get; init; }

    /// <summary>The run as it is after this update, given how it was before.</summary>
    public Workflow Fold(Workflow? before)
    {
        if (!IsDelta || before is null)
        {
            return Object;
        }

        var nodes = new Dictionary<string, NodeStatus>(before.Status?.Nodes ?? new Dictionary<string, NodeStatus>(), StringComparer.Ordinal);
        foreach (var id in RemovedNodes ?? [])
        {
            nodes.Remove(id);
        }

        foreach (var (id, node) in Object.Status?.Nodes ?? new Dictionary<string, NodeStatus>())
        {
            nodes[id] = node;
        }

        var status = (Object.Status ?? new WorkflowStatus()) with
        {
            Nodes = nodes,
            StoredTemplates = before.Status?.StoredTemplates,
            StoredWorkflowTemplateSpec = before.Status?.StoredWorkflowTemplateSpec,
        };
        return before with { Metadata = Object.Metadata, Status = status };
    }
}
