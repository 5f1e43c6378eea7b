namespace Krewe.Engine;

public sealed partial class RunState
{
    internal SnapshotDocument ToDocument() => new()
    {
        Workflow = WorkflowProjection.Of(this, withNodes: false),
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
        Nodes = _nodes.Values.Select(node => new SnapshotNode
        {
            Status = node.ToStatus(),
            Attempt = node.Attempt == 0 ? null : node.Attempt,
            Outstanding = node.Outstanding ? true : null,
            Cancelling = node.Cancelling,
            BegunAt = node.BegunAt,
        }).ToList(),
    };

    internal static RunState FromDocument(SnapshotDocument document)
    {
        var state = new RunState { Exists = true, Config = document.Config, FirstAttempt = document.FirstAttempt, Host = document.Host, Spent = document.Spent ?? RunUsage.None, Counted = document.Counted };
        state.Learn(document.Templates, document.ClusterTemplates);
        state.Load(document.Workflow);
        foreach (var saved in document.Nodes)
        {
            var node = RunNode.FromStatus(saved.Status);
            node.Attempt = saved.Attempt ?? 0;
            node.Outstanding = saved.Outstanding == true;
            node.Cancelling = saved.Cancelling;
            node.BegunAt = saved.BegunAt;
            state.Keep(node);
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
}
