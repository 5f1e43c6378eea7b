using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

internal sealed partial class RunWork
{
    private bool _deadlineEnforced;
    private bool _shutdownEnforced;

    private void Suspend()
    {
        if (Refused("suspend"))
        {
            return;
        }

        if (!State.IsSuspended)
        {
            Emit(new RunChanged { Suspend = true });
        }
    }

    private void SetLabels(LabelRun label)
    {
        var labels = New(State.Workflow.Metadata.Labels, label.Labels);
        var annotations = New(State.Workflow.Metadata.Annotations, label.Annotations);
        if (labels is not null || annotations is not null)
        {
            Emit(new RunChanged { Labels = labels, Annotations = annotations });
        }

        static Dictionary<string, string>? New(IReadOnlyDictionary<string, string>? old, IReadOnlyDictionary<string, string> wanted)
        {
            var changed = wanted.Where(pair => old?.GetValueOrDefault(pair.Key) != pair.Value).ToDictionary();
            return changed.Count == 0 ? null : changed;
        }
    }

    private void Resume(ResumeRun resume)
    {
        if (Refused("resume") || !TrySelect(resume.Selector, out var nodes))
        {
            return;
        }

        if (string.IsNullOrEmpty(resume.Selector))
        {
            if (!State.IsSuspended && nodes.Count == 0)
            {
                _rejection = "workflow is not suspended";
                return;
            }

            if (State.IsSuspended)
            {
                Emit(new RunChanged { Suspend = false });
            }
        }
        else if (nodes.Count == 0)
        {
            _rejection = "currently, resume only targets suspend nodes: no suspend nodes matching nodeFieldSelector: " + resume.Selector;
            return;
        }

        EndSuspended(nodes, NodePhase.Succeeded, resume.Message, resume.Outputs);
    }

    private void Stop(StopRun stop)
    {
        if (Refused("stop") || !TrySelect(stop.Selector, out var nodes))
        {
            return;
        }

        if (string.IsNullOrEmpty(stop.Selector))
        {
            ShutDown("Stop", stop.Message);
            return;
        }

        if (nodes.Count == 0)
        {
            _rejection = "currently, stop only targets suspend nodes: no suspend nodes matching nodeFieldSelector: " + stop.Selector;
        }

        EndSuspended(nodes, NodePhase.Failed, stop.Message, null);
    }

    private void Set(SetNode set)
    {
        if (Refused("set") || !TrySelect(set.Selector, out var nodes))
        {
            return;
        }

        if (nodes.Count == 0)
        {
            _rejection = "currently, set only targets suspend nodes: no suspend nodes matching nodeFieldSelector: " + set.Selector;
            return;
        }

        if (!string.IsNullOrEmpty(set.Phase))
        {
            EndSuspended(nodes, set.Phase, set.Message, set.Outputs);
            return;
        }

        var outputs = nodes.ConvertAll(node => Supply(node, set.Outputs));
        for (var i = 0; i < nodes.Count && _rejection is null; i++)
        {
            Emit(new NodeChanged { Id = nodes[i].Id, Message = Joined(nodes[i].Message, set.Message), Outputs = outputs[i] });
        }
    }

    private static string? Joined(string? old, string? added) =>
        string.IsNullOrEmpty(added) || string.IsNullOrEmpty(old) ? added : $"{old}; {added}";

    private bool Refused(string action)
    {
        if (State.IsCompleted)
        {
            _rejection = $"cannot {action} completed workflows";
        }

        return State.IsCompleted;
    }

    // Suspend nodes that wait, picked by the selector.
    private bool TrySelect(string? text, out List<RunNode> nodes)
    {
        nodes = Live.Values.Where(i => i.CurrentBody is SuspendBody).Select(i => i.Node).OfType<RunNode>().Where(n => n.Phase == NodePhase.Running).ToList();
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var (selector, error) = NodeSelector.Parse(text);
        if (selector is null)
        {
            _rejection = error;
            return false;
        }

        nodes = nodes.Where(n => selector.Matches(n.ToStatus())).ToList();
        return true;
    }

    // All or none: what one of the nodes cannot take leaves the others alone too.
    private void EndSuspended(List<RunNode> nodes, string phase, string? message, IReadOnlyDictionary<string, string>? values)
    {
        var outputs = nodes.ConvertAll(node => Completed(node, phase, values));
        if (_rejection is not null)
        {
            return;
        }

        for (var i = 0; i < nodes.Count; i++)
        {
            Emit(new NodeChanged { Id = nodes[i].Id, Phase = phase, Message = Joined(nodes[i].Message, message), FinishedAt = Now, Outputs = outputs[i] });
            if (phase == NodePhase.Succeeded)
            {
                PublishGlobals(outputs[i]);
            }

            Live[nodes[i].Id].NodeMoved();
        }
    }

    private Outputs? Completed(RunNode node, string phase, IReadOnlyDictionary<string, string>? values)
    {
        var outputs = Supply(node, values) ?? node.Outputs;
        if (phase != NodePhase.Succeeded)
        {
            return outputs;
        }

        if (SuspendBody.Unset(outputs) is { } missing)
        {
            _rejection = SuspendBody.MissingValue(missing);
        }

        return SuspendBody.WithDefaults(outputs);
    }

    private Outputs? Supply(RunNode node, IReadOnlyDictionary<string, string>? values)
    {
        if (values is not { Count: > 0 })
        {
            return null;
        }

        var parameters = (node.Outputs?.Parameters ?? []).ToList();
        if (parameters.Count == 0)
        {
            _rejection = "cannot set output parameters because node is not expecting any raw parameters";
            return null;
        }

        foreach (var (name, value) in values)
        {
            var at = parameters.FindIndex(p => p.Name == name);
            if (at < 0)
            {
                _rejection = $"node is not expecting output parameter '{name}'";
                return null;
            }

            if (parameters[at].ValueFrom?.Supplied is null)
            {
                _rejection = $"cannot set output parameter '{name}' because it does not use valueFrom.raw or it was already set";
                return null;
            }

            parameters[at] = parameters[at] with { Value = value, ValueFrom = null };
        }

        return node.Outputs! with { Parameters = parameters };
    }

    private void ShutDown(string strategy, string? message)
    {
        if (Refused(strategy == "Stop" ? "stop" : "terminate"))
        {
            return;
        }

        if (State.Shutdown.Length > 0 && !(State.Shutdown == "Stop" && strategy == "Terminate"))
        {
            _rejection = "cannot shutdown a workflow which is already shutting down";
            return;
        }

        // A suspended run is let go on too: it has to come to its end.
        Emit(new RunChanged { Shutdown = strategy });
        Halt(message);
    }

    /// <summary>Ends what may not run on: leaves and suspended nodes, their owners follow.</summary>
    private void Halt(string? message)
    {
        foreach (var invocation in Live.Values.ToList())
        {
            if (HaltMessage(invocation.Plan.OnExit) is not { } halted || invocation.Node is not { IsFulfilled: false } node)
            {
                continue;
            }

            if (invocation.CurrentBody is WorkBody)
            {
                CancelWork(node, halted, State.Shutdown == "Terminate");
                foreach (var container in node.Children.Select(State.Node).OfType<RunNode>().Where(n => n.Type == NodeType.Container))
                {
                    EndContainers(container, NodePhase.Failed, halted);
                }

                invocation.End(NodePhase.Failed, node.Type == NodeType.Pod ? halted : StoppedMessage ?? halted);
            }
            else if (invocation.CurrentBody is SuspendBody)
            {
                invocation.End(NodePhase.Failed, message ?? StoppedMessage ?? halted);
            }
            else
            {
                Enqueue(invocation);
            }
        }

        foreach (var waiter in _lockWaiters.Values.ToList())
        {
            Enqueue(waiter);
        }

        while (_blocked.TryDequeue(out var frame))
        {
            Enqueue(frame);
        }

        foreach (var frame in _waitingForLookup.Values.SelectMany(f => f))
        {
            Enqueue(frame);
        }

        foreach (var invocation in Live.Values)
        {
            (invocation.CurrentBody as CompositeBody)?.Boundary.Wake();
            Enqueue(invocation);
        }

        if (_runFrame is not null)
        {
            Enqueue(_runFrame);
        }
        else if (!_built)
        {
            // It had not even begun.
            CompleteRun(WorkflowPhase.Failed, StoppedMessage);
        }
    }

    /// <summary>What the end of a shut-down run says of itself and of nodes that have no pod; null: it is not shutting down.</summary>
    public string? StoppedMessage => State.Shutdown.Length > 0 ? $"Stopped with strategy '{State.Shutdown}'" : null;

    // A run that was shutting down when it was loaded: its frames stand only now.
    private void HaltOnce()
    {
        if (_built && !_shutdownEnforced && State.Shutdown.Length > 0)
        {
            _shutdownEnforced = true;
            Halt(null);
            Run();
        }
    }

    private void EnforceDeadline()
    {
        if (_built && !_deadlineEnforced && PastDeadline)
        {
            _deadlineEnforced = true;
            Halt(null);
        }
    }

    private void Retry(RetryRun retry)
    {
        var workflow = WorkflowProjection.Of(State);
        var result = RunRetry.Formulate(workflow, retry.RestartSuccessful, retry.Selector, retry.Parameters, Now, State.Config.Part?.NodeName);
        if (result.Value is not { } retried)
        {
            _rejection = result.Error;
            return;
        }

        var kept = retried.Workflow.Status?.Nodes ?? new Dictionary<string, NodeStatus>();
        foreach (var node in State.Nodes.Values.Where(n => n.Type is NodeType.Pod && !kept.ContainsKey(n.Id)).ToList())
        {
            Effect(new ReleaseNode(node.Id, node.Attempt, Delete: true, State.HostOf(node)));
        }

        Emit(new RunRetried { Workflow = retried.Workflow, At = Now });
        Forget();
        Build();
    }

    private void Forget()
    {
        _built = false;
        _runFrame = null;
        _globals?.Forget();
        _parameters = null;
        _runDeadline = null;
        _deadlineEnforced = false;
        _shutdownEnforced = false;
        ActiveLeaves = 0;
        Live.Clear();
        _agenda.Clear();
        _blocked.Clear();
        _timers.Clear();
        _waitingForLookup.Clear();
        _lookupEffects.Clear();
        _lockWaiters.Clear();
        _lockRetries.Clear();
        _local = null;
        _parts = null;
    }
}
