using Krewe.Engine;
using Krewe.Model;
using Krewe.Model.Validation;

namespace Krewe.Conformance;

/// <summary>One run of a scenario on the pure engine; its effects are carried out at once on the fake cluster.</summary>
internal sealed class ControlledRun(FakeCluster cluster, Workflow initial)
{
    private RunState? _state;
    private string? _refusal;

    /// <summary>The manifest as first given (patches included).</summary>
    public Workflow Initial { get; set; } = initial;

    /// <summary>Seconds that an earlier run of the same template took.</summary>
    public Func<Workflow, int?>? Estimate { get; init; }

    public bool Started => _state is not null;

    public bool Completed => _state?.IsCompleted == true;

    /// <summary>The spec that the run executes, once it has begun.</summary>
    public WorkflowSpec? Executed => _state is null ? null : RunEngine.ExecutedSpec(_state);

    public string Key => $"{Initial.Metadata.Namespace}/{Initial.Metadata.Name}";

    /// <summary>The run as a user sees it.</summary>
    public Workflow View => _refusal is not null ? Initial with { Status = new WorkflowStatus { Phase = WorkflowPhase.Failed, Message = _refusal } }
        : _state is null ? Initial
        : WorkflowProjection.Of(_state);

    /// <summary>Forgets all but the manifest and what is in the cluster.</summary>
    public void StartOver() => _state = null;

    /// <summary>One pass: what pods, locks and the clock have to say, and all that follows from it without a pod moving.</summary>
    public void Reconcile()
    {
        if (_state is null)
        {
            if (IsRefused())
            {
                return;
            }

            _state = new RunState();
            Do(new CreateRun { Now = cluster.Now, Workflow = WithLostPods(), Templates = cluster.Templates, ClusterTemplates = cluster.ClusterTemplates, Config = cluster.Config with { EstimatedDuration = Estimate?.Invoke(Initial) } });
            foreach (var effect in RunEngine.PendingEffects(_state, cluster.Now))
            {
                Carry(effect);
            }
        }

        Look();
        Do(new TimerDue { Now = cluster.Now });
        Do(new Reconcile { Now = cluster.Now });
    }

    // What Argo's controller finds when it first looks at a workflow, Krewe finds at the door: the run never begins.
    private bool IsRefused()
    {
        if (Initial.Status is { Phase: { Length: > 0 } })
        {
            return false;
        }

        var options = new ValidationOptions { WorkflowDefaults = cluster.Config.WorkflowDefaults };
        IEnumerable<ArgoResource> templates = [.. cluster.Templates, .. cluster.ClusterTemplates];
        _refusal = WorkflowValidator.Validate(Initial, new TemplateLookup(templates), options).Select(error => $"invalid spec: {error.Message}").FirstOrDefault();
        return _refusal is not null;
    }

    /// <summary>Tells the run of pods that moved and locks that were granted.</summary>
    public void Look()
    {
        if (_state is null)
        {
            return;
        }

        while (cluster.Granted.TryGetValue(Key, out var granted) && granted.TryDequeue(out var holder))
        {
            Do(new LocksGranted { Now = cluster.Now, HolderKey = holder });
        }

        foreach (var pod in cluster.Pods.Values.Where(pod => pod.Unseen && pod.Order.WorkflowName == Initial.Metadata.Name).ToList())
        {
            Do(pod.Report(cluster.Now));
        }
    }

    /// <summary>Gives a command; returns why it was refused.</summary>
    public string? Do(RunCommand command)
    {
        var decision = RunEngine.Decide(_state!, command);
        Carry(decision.Effects);
        return decision.Rejection;
    }

    private void Carry(IReadOnlyList<RunEffect> effects)
    {
        foreach (var effect in effects)
        {
            Carry(effect);
        }
    }

    private void Carry(RunEffect effect)
    {
        switch (effect)
        {
            case StartNode { Work: { NodeType: NodeType.Pod } work }:
                Start(work);
                break;
            case StartNode:
                cluster.HasAgentWork = true;
                break;
            case CancelNode cancel:
                Cancel(cancel);
                break;
            case LookupEffect lookup:
                Do(cluster.Answer(lookup, _state!.Namespace));
                break;
            case SaveMemo memo:
                cluster.Save(memo, _state!.Namespace);
                break;
            case AcquireLocks locks:
                Do(cluster.Acquire(locks));
                break;
            case ReleaseLocks locks:
                cluster.Release(locks.HolderKey);
                break;
            case ReleaseNode { Delete: true } release:
                cluster.Pods.Remove(KeyOf(release.NodeId));
                break;
        }
    }

    // A pod that the given status calls running, and that nobody made, is gone. A pass looks at pods before anything else.
    private Workflow WithLostPods() => Initial.Status?.Nodes is not { } nodes || cluster.HasGivenPods ? Initial : Initial with
    {
        Status = Initial.Status with
        {
            Nodes = nodes.ToDictionary(
                entry => entry.Key,
                entry => entry.Value is { Type: NodeType.Pod, Phase: NodePhase.Running, StartedAt: not null, Daemoned: not true } && !cluster.Pods.ContainsKey(KeyOf(entry.Key))
                    ? entry.Value with { Phase = NodePhase.Error, Message = "pod deleted", FinishedAt = cluster.Now }
                    : entry.Value,
                StringComparer.Ordinal),
        },
    };

    private string KeyOf(string nodeId) => $"{Key}/{nodeId}";

    private void Start(NodeWorkOrder work)
    {
        if (cluster.Pods.TryGetValue(KeyOf(work.NodeId), out var pod) && pod.Order.Attempt == work.Attempt)
        {
            pod.Adopt(work);
            return;
        }

        cluster.Pods[KeyOf(work.NodeId)] = new FakePod(work);
    }

    // A pod that has not begun goes at once; a running one is told to end and its end is the scenario's.
    private void Cancel(CancelNode cancel)
    {
        if (cluster.Pods.TryGetValue(KeyOf(cancel.NodeId), out var pod) && pod.Phase == NodePhase.Pending)
        {
            pod.Move(NodePhase.Failed, cancel.Reason, null);
            Do(pod.Report(cluster.Now));
        }
    }
}
