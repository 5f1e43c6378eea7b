using Krewe.Model;

namespace Krewe.Engine;

public sealed partial class RunState
{
    internal SnapshotDocument ToDocument() => new()
    {
        Workflow = WholeOf(WorkflowProjection.Of(this, withNodes: false)),
        Config = Config,
        FirstAttempt = FirstAttempt,
        Host = Host,
        Templates = KnownTemplates.Values.ToList(),
        ClusterTemplates = KnownClusterTemplates.Values.ToList(),
        Lookups = Lookups.Values.ToList(),
        Locks = Locks.Values.ToList(),
        Parameters = SuppliedParameters,
        Commands = _commandOrder.ToList(),
        Spent = Spent == RunUsage.None ? null : Spent,
        Counted = Counted,
    };

    // A message that was taken back is shown as none; what is decided later tells the two apart.
    private Workflow WholeOf(Workflow shown) => shown with { Status = (shown.Status ?? new WorkflowStatus()) with { Message = Message } };

    /// <summary>The state that a snapshot holds.</summary>
    /// <param name="document">All of it, or all but the nodes.</param>
    /// <param name="nodes">The nodes, in their order; null: they are in the document.</param>
    internal static RunState FromDocument(SnapshotDocument document, RunNode[]? nodes)
    {
        var state = new RunState { Exists = true, Config = document.Config, FirstAttempt = document.FirstAttempt, Host = document.Host, Spent = document.Spent ?? RunUsage.None, Counted = document.Counted };
        state.Learn(document.Templates, document.ClusterTemplates);
        state.Load(document.Workflow);
        nodes ??= document.Nodes?.ConvertAll(NodeOf).ToArray() ?? [];
        state._nodes.EnsureCapacity(nodes.Length);
        foreach (var node in nodes)
        {
            state.Put(node);
            if (node.Outstanding)
            {
                state.OutstandingNodes.Add(node.Id);
            }
        }

        foreach (var answer in document.Lookups ?? [])
        {
            state.Lookups[answer.LookupId] = answer;
        }

        foreach (var locks in document.Locks ?? [])
        {
            state.Locks[locks.HolderKey] = locks;
        }

        foreach (var (name, value) in document.Parameters ?? [])
        {
            state.SuppliedParameters[name] = value;
        }

        foreach (var command in document.Commands ?? [])
        {
            state.Remember(command);
        }

        return state;
    }

    private static RunNode NodeOf(SnapshotNode saved)
    {
        var node = RunNode.FromStatus(saved.Status);
        node.Attempt = saved.Attempt ?? 0;
        node.Outstanding = saved.Outstanding == true;
        node.Cancelling = saved.Cancelling;
        node.BegunAt = saved.BegunAt;
        return node;
    }
}
