using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

internal sealed partial class RunWork
{
    private int _runningPods;

    private void Report(NodeReported report)
    {
        if (State.Node(report.NodeId) is not { } node || !node.Outstanding || node.Attempt != report.Attempt)
        {
            if (State.Node(report.NodeId) is { PartUid: not null } known)
            {
                ReportOfStrayPart(known, report);
            }
            else if (NodePhase.IsCompleted(report.Phase))
            {
                // An end that the log knows already, or that nobody waits for: the executor may let go.
                Effect(new ReleaseNode(report.NodeId, report.Attempt, Delete: false, State.Host is null ? null : report.HostNodeName));
            }

            return;
        }

        if (node.PartUid is not null)
        {
            ReportOfPart(node, report);
            return;
        }

        var ended = report.Phase is NodePhase.Succeeded or NodePhase.Failed or NodePhase.Error;
        var live = Live.GetValueOrDefault(node.Id);
        if (node.IsFulfilled && !(node.Daemoned && !NodePhase.IsCompleted(node.Phase)))
        {
            if (ended)
            {
                Emit(new NodeChanged { Id = node.Id, Given = false, Outputs = LateOutputs(node, report) });
                Effect(new ReleaseNode(node.Id, node.Attempt, DeletesPod(node), State.HostOf(node)));
            }

            return;
        }

        if (ended && report.InfrastructureFault && node.Restarts < State.Config.MaxRestarts && live?.CurrentBody is LeafBody leaf)
        {
            Effect(new ReleaseNode(node.Id, node.Attempt, Delete: true, State.HostOf(node)));
            Emit(new NodeChanged { Id = node.Id, Attempt = node.Attempt + 1, Phase = NodePhase.Pending, Message = "started again: " + report.Message });
            Effect(new StartNode(leaf.Order()));
            return;
        }

        ReportContainers(node, report);
        if (ended)
        {
            ReportEnd(node, report, live);
        }
        else
        {
            ReportProgress(node, report, live);
        }

        if (live is not null)
        {
            Enqueue(live);
        }
    }

    private void ReportProgress(RunNode node, NodeReported report, Invocation? live)
    {
        var daemon = report.Ready && live?.CurrentBody is LeafBody { IsDaemon: true } && !node.Daemoned;
        var change = new NodeChanged
        {
            Id = node.Id,
            Phase = report.Phase == node.Phase ? null : report.Phase,
            Message = report.Message == node.Message || (report.Message is null && string.IsNullOrEmpty(node.Message)) ? null : report.Message ?? "",
            Progress = report.Progress == node.Progress ? null : report.Progress,
            Host = report.HostNodeName == node.HostNodeName ? null : report.HostNodeName,
            PodIP = daemon ? report.PodIP : null,
            Daemoned = daemon ? true : null,
            BegunAt = report.Phase == NodePhase.Running ? Begun(node, report) ?? (node.BegunAt is null ? Now : null) : null,
        };
        if (change != new NodeChanged { Id = node.Id })
        {
            CountRunning(node.Phase, change.Phase ?? node.Phase);
            Emit(change);
        }
    }

    private void ReportEnd(RunNode node, NodeReported report, Invocation? live)
    {
        CountRunning(node.Phase, report.Phase);
        var phase = report.Phase;
        var message = report.Message;
        var served = node.Daemoned;
        if (served)
        {
            (phase, message) = (NodePhase.Failed, message ?? "the daemon ended by itself");
        }

        var finished = report.FinishedAt is { } end && end >= node.StartedAt && end <= Now ? end : Now;
        Emit(new NodeChanged
        {
            Id = node.Id,
            Phase = phase,
            Message = message ?? (string.IsNullOrEmpty(node.Message) ? null : ""),
            FinishedAt = finished,
            BegunAt = Begun(node, report),
            Outputs = report.Outputs,
            Progress = phase == NodePhase.Succeeded ? ProgressText.Complete(report.Progress ?? node.Progress ?? "0/1") : report.Progress,
            Host = report.HostNodeName == node.HostNodeName ? null : report.HostNodeName,
            Daemoned = node.Daemoned ? false : null,
            ResourcesDuration = report.ResourcesDuration ?? ResourceDurations.Of(live?.Template, (finished - (report.StartedAt ?? node.StartedAt ?? finished)).TotalSeconds, node.Type),
            Given = false,
        });
        Effect(new ReleaseNode(node.Id, node.Attempt, DeletesPod(node), State.HostOf(node)));
        if (served)
        {
            RetryDaemon(node);
        }

        PublishGlobals(report.Outputs is null ? null : WithGlobalNames(report.Outputs, live?.Template?.Outputs));
    }

    // Clocks of machines differ: work does not begin before its node does.
    private DateTimeOffset? Begun(RunNode node, NodeReported report) =>
        node.BegunAt is null && report.StartedAt is { } began ? began < node.StartedAt ? node.StartedAt : began > Now ? Now : began : null;

    private void ReportContainers(RunNode pod, NodeReported report)
    {
        foreach (var (name, container) in report.Containers ?? new Dictionary<string, ContainerState>())
        {
            if (NodeByName(NodeNames.ContainerSetMember(pod.Name, name)) is not { IsFulfilled: false } node)
            {
                continue;
            }

            if (node.Phase != container.Phase || (node.Message ?? "") != (container.Message ?? ""))
            {
                Emit(new NodeChanged
                {
                    Id = node.Id,
                    Phase = container.Phase,
                    Message = container.Message,
                    StartedAt = container.StartedAt,
                    FinishedAt = NodePhase.IsCompleted(container.Phase) ? container.FinishedAt ?? Now : null,
                    Outputs = container.ExitCode is { } code ? new Outputs { ExitCode = code.ToString(System.Globalization.CultureInfo.InvariantCulture) } : null,
                });
            }
        }

        if (!NodePhase.IsCompleted(report.Phase))
        {
            return;
        }

        foreach (var child in pod.Children.Select(State.Node).OfType<RunNode>().Where(n => n.Type == NodeType.Container))
        {
            EndContainers(child, report.Phase, report.Message);
        }
    }

    // What the report does not tell of a container follows from the pod.
    private void EndContainers(RunNode container, string phase, string? message)
    {
        var open = new Stack<RunNode>([container]);
        while (open.TryPop(out var node))
        {
            if (!node.IsFulfilled)
            {
                Emit(new NodeChanged { Id = node.Id, Phase = phase, Message = message, FinishedAt = Now });
            }

            foreach (var child in node.Children.Select(State.Node).OfType<RunNode>().Where(n => n.Type == NodeType.Container && !n.IsFulfilled))
            {
                open.Push(child);
            }
        }
    }

    private static Outputs? LateOutputs(RunNode node, NodeReported report) =>
        node.Outputs is null && report.Outputs is { } late ? late : null;

    private static Outputs WithGlobalNames(Outputs outputs, Outputs? declared) => declared is null ? outputs : outputs with
    {
        Parameters = outputs.Parameters?.Select(p => p.GlobalName is null ? p with { GlobalName = declared.Parameters?.FirstOrDefault(d => d.Name == p.Name)?.GlobalName } : p).ToList(),
        Artifacts = outputs.Artifacts?.Select(a => a.GlobalName is null ? a with { GlobalName = declared.Artifacts?.FirstOrDefault(d => d.Name == a.Name)?.GlobalName } : a).ToList(),
    };

    private bool DeletesPod(RunNode node) => Spec.PodGC?.Strategy switch
    {
        "OnPodCompletion" => true,
        "OnPodSuccess" => node.Phase == NodePhase.Succeeded,
        _ => false,
    };

    private void CountRunning(string before, string after)
    {
        var was = _runningPods;
        _runningPods += (after == NodePhase.Running ? 1 : 0) - (before == NodePhase.Running ? 1 : 0);
        if (was > 0 != _runningPods > 0)
        {
            var status = _runningPods > 0 ? "True" : "False";
            if (State.Conditions.GetValueOrDefault("PodRunning")?.Status != status)
            {
                Emit(new RunChanged { Conditions = [new Condition { Type = "PodRunning", Status = status }] });
            }
        }
    }

    /// <summary>Asks for the end of a node's work; the node itself is ended by the caller.</summary>
    public void CancelWork(RunNode node, string reason, bool immediate = false)
    {
        if (node.PartUid is null)
        {
            CountRunning(node.Phase, NodePhase.Failed);
        }

        if (node.Outstanding && node.Cancelling is null)
        {
            Emit(new NodeChanged { Id = node.Id, Cancelling = reason });
            Effect(CancelOf(node, reason, immediate));
        }
    }

    private RunEffect CancelOf(RunNode node, string reason, bool immediate) => node.PartUid is { } part
        ? new EndPart(node.Id, part, immediate)
        : new CancelNode(node.Id, node.Attempt, reason, immediate, State.HostOf(node));

    /// <summary>Lifts outputs with a global name to the run.</summary>
    public void PublishGlobals(Outputs? outputs)
    {
        var parameters = outputs?.Parameters?.Where(p => !string.IsNullOrEmpty(p.GlobalName) && p.Value is not null).Select(p => new Parameter { Name = p.GlobalName, Value = p.Value }).ToList();
        var artifacts = outputs?.Artifacts?.Where(a => !string.IsNullOrEmpty(a.GlobalName)).Select(a => a with { Name = a.GlobalName, GlobalName = null, Path = null, From = null }).ToList();
        if (parameters is { Count: > 0 } || artifacts is { Count: > 0 })
        {
            Emit(new RunChanged
            {
                Outputs = new Outputs { Parameters = parameters is { Count: > 0 } ? parameters : null, Artifacts = artifacts is { Count: > 0 } ? artifacts : null },
            });
        }
    }
}
