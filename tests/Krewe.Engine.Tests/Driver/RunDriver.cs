using System.Text.Json;
using Krewe.Model;

namespace Krewe.Engine.Tests;

/// <summary>Drives one run with a fake executor: keeps its log, its started work, and a clock of its own.</summary>
internal sealed class RunDriver
{
    private readonly Dictionary<string, NodeWorkOrder> _started = [];
    private readonly List<string> _order = [];

    public RunDriver(DateTimeOffset? now = null) => Now = now ?? new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; }

    /// <summary>The host on which the run is; null: there is only one.</summary>
    public string? Host { get; set; }

    /// <summary>The hosts that steps may be spread over.</summary>
    public IReadOnlyList<HostRoom> Hosts { get; set; } = [];

    public RunState State { get; private set; } = new();

    public List<IReadOnlyList<RunEvent>> Log { get; } = [];

    public List<RunEffect> Effects { get; } = [];

    public string? Rejection { get; private set; }

    /// <summary>Whether locks are granted as soon as they are asked for.</summary>
    public bool GrantsLocks { get; set; } = true;

    /// <summary>Takes what concerns parts of the run.</summary>
    public Action<RunEffect>? Parts { get; set; }

    /// <summary>Answers look-ups; null leaves them open.</summary>
    public Func<LookupEffect, LookupCompleted?> Lookups { get; set; } = _ => null;

    /// <summary>Work started and not ended, in the order of its start.</summary>
    public IReadOnlyList<NodeWorkOrder> Started => _order.Where(_started.ContainsKey).Select(id => _started[id]).ToList();

    public Workflow Workflow => WorkflowProjection.Of(State);

    public static RunDriver Create(string yaml, RunConfig? config = null)
    {
        var driver = new RunDriver();
        driver.Submit(yaml, config);
        return driver;
    }

    public void Submit(string yaml, RunConfig? config = null)
    {
        var set = ManifestReader.Lenient.Read(yaml);
        Assert.False(set.HasErrors, string.Join('\n', set.Diagnostics));
        Submit(set.Of<Workflow>().Single(), set.Of<WorkflowTemplate>().ToList(), set.Of<ClusterWorkflowTemplate>().ToList(), config);
    }

    public void Submit(Workflow workflow, IReadOnlyList<WorkflowTemplate> templates, IReadOnlyList<ClusterWorkflowTemplate> clusterTemplates, RunConfig? config = null)
    {
        var metadata = workflow.Metadata with
        {
            Name = workflow.Metadata.Name ?? "wf",
            Namespace = workflow.Metadata.Namespace ?? "default",
            Uid = workflow.Metadata.Uid ?? "uid-1",
            CreationTimestamp = workflow.Metadata.CreationTimestamp ?? Now,
        };
        Send(new CreateRun { Now = Now, Workflow = workflow with { Metadata = metadata }, Templates = templates, ClusterTemplates = clusterTemplates, Config = config ?? new RunConfig() });
    }

    public Decision Send(RunCommand command)
    {
        var decision = RunEngine.Decide(State, command with { Host = Host, Hosts = Hosts });
        Rejection = decision.Rejection;
        if (decision.Events.Count > 0)
        {
            Log.Add(decision.Events.ToList());
        }

        Take(decision.Effects);
        return decision;
    }

    private void Take(IReadOnlyList<RunEffect> effects)
    {
        Effects.AddRange(effects);
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case StartNode start:
                    _started[start.Work.NodeId] = start.Work;
                    _order.Remove(start.Work.NodeId);
                    _order.Add(start.Work.NodeId);
                    break;
                case CancelNode cancel when _started.ContainsKey(cancel.NodeId):
                    Report(cancel.NodeId, NodePhase.Failed, "cancelled");
                    break;
                case AcquireLocks acquire when GrantsLocks:
                    Send(new LocksGranted { Now = Now, HolderKey = acquire.HolderKey });
                    break;
                case StartPart or EndPart or ReportPart:
                    Parts?.Invoke(effect);
                    break;
                case LookupEffect lookup when Lookups(lookup) is { } answer:
                    Send(answer);
                    break;
            }
        }
    }

    public void Report(string nodeId, string phase, string? message = null, Outputs? outputs = null, bool ready = false, bool infrastructure = false)
    {
        var attempt = State.Nodes[nodeId].Attempt;
        if (NodePhase.IsCompleted(phase))
        {
            _started.Remove(nodeId);
        }

        Send(new NodeReported
        {
            Now = Now,
            NodeId = nodeId,
            Attempt = attempt,
            Phase = phase,
            Message = message,
            Outputs = outputs,
            Ready = ready,
            PodIP = ready ? "10.0.0.1" : null,
            InfrastructureFault = infrastructure,
        });
    }

    /// <summary>Ends the work of the node of that display name.</summary>
    public void End(string displayName, string phase = NodePhase.Succeeded, string? message = null, string? result = null, string? exitCode = null, params (string Name, string Value)[] outputs)
    {
        var node = Started.Select(w => State.Nodes[w.NodeId]).FirstOrDefault(n => n.DisplayName == displayName || n.Name == displayName);
        Assert.True(node is not null, $"{displayName} is not started; started are: {string.Join(", ", Started.Select(w => w.NodeName))}");
        Report(node.Id, phase, message, Outputs(result, exitCode, outputs));
    }

    public static Outputs? Outputs(string? result, string? exitCode, params (string Name, string Value)[] outputs) => result is null && exitCode is null && outputs.Length == 0
        ? null
        : new Outputs { Result = result, ExitCode = exitCode, Parameters = outputs.Length == 0 ? null : outputs.Select(o => new Parameter { Name = o.Name, Value = o.Value }).ToList() };

    /// <summary>Ends all work, one after the other, until the run waits for something else or is over.</summary>
    public void RunToEnd(Func<NodeWorkOrder, (string Phase, Outputs? Outputs)>? work = null, Func<int, int>? pick = null)
    {
        for (var round = 0; round < 100_000 && !State.IsCompleted; round++)
        {
            var started = Started;
            if (started.Count > 0)
            {
                var order = started[pick?.Invoke(started.Count) ?? 0];
                var (phase, outputs) = work?.Invoke(order) ?? (NodePhase.Succeeded, null);
                Report(order.NodeId, phase, phase == NodePhase.Failed ? "main: Error (exit code 1)" : null, outputs);
            }
            else if (RunEngine.NextWakeup(State) is { } due)
            {
                Now = due > Now ? due : Now;
                Send(new TimerDue { Now = Now });
            }
            else
            {
                return;
            }
        }
    }

    public void Advance(TimeSpan time)
    {
        Now += time;
        Send(new TimerDue { Now = Now });
    }

    /// <summary>As after a crash: the state comes from the log alone, work that was running is started again.</summary>
    public void Restart(bool snapshot = false)
    {
        State = snapshot ? RunSnapshot.Decode(RunSnapshot.Encode(State)) : RunState.Replay(Log.SelectMany(commit => EventCodec.Decode(EventCodec.Encode(commit))));
        _started.Clear();
        _order.Clear();
        Send(new Reconcile { Now = Now });
    }

    public RunNode Node(string displayName) => State.Nodes.Values.Single(n => n.DisplayName == displayName || n.Name == displayName);

    public RunNode? Find(string displayName) => State.Nodes.Values.FirstOrDefault(n => n.DisplayName == displayName || n.Name == displayName);

    public string Json => JsonSerializer.Serialize(Workflow, ModelJson.Default.Workflow);
}
