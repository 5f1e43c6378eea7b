using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine.Tests;

/// <summary>Drives a run and the parts that it is split into, each with a log of its own, by one clock.</summary>
internal sealed class PartedRun
{
    private readonly Dictionary<string, RunDriver> _all = [];

    /// <summary>The run itself.</summary>
    public RunDriver Root { get; }

    /// <summary>The run and its parts by uid.</summary>
    public IReadOnlyDictionary<string, RunDriver> All => _all;

    public PartedRun(string yaml, RunConfig? config = null)
    {
        Root = Add("uid-1", default);
        Root.Submit(yaml, config ?? new RunConfig { PartThreshold = 1 });
    }

    /// <summary>The run put together.</summary>
    public Workflow Whole
    {
        get
        {
            var assembly = new RunAssembly(Root.Workflow);
            while (assembly.Open.FirstOrDefault(node => _all.ContainsKey(RunParts.UidOf(node)!)) is { } open)
            {
                assembly.Put(open, _all[RunParts.UidOf(open)!].Workflow);
            }

            return assembly.Assemble();
        }
    }

    public IReadOnlyList<(RunDriver Run, NodeWorkOrder Order)> Started => [.. _all.Values.SelectMany(run => run.Started.Select(order => (run, order)))];

    public RunDriver Holder(string displayName) => _all.Values.First(run => run.Started.Any(order => run.State.Nodes[order.NodeId] is var node && (node.DisplayName == displayName || node.Name == displayName)));

    public void Send(Func<DateTimeOffset, RunCommand> command)
    {
        foreach (var run in _all.Values.Where(run => !run.State.IsCompleted).ToList())
        {
            run.Send(command(run.Now));
        }
    }

    /// <summary>Ends all work, one after the other, until all waits for something else or is over.</summary>
    /// <param name="work">What a node's work comes to.</param>
    /// <param name="pick">Which of so many ends next.</param>
    /// <param name="between">Called between two ends.</param>
    public void RunToEnd(Func<NodeWorkOrder, (string Phase, Outputs? Outputs)>? work = null, Func<int, int>? pick = null, Action? between = null)
    {
        for (var round = 0; round < 100_000 && !Root.State.IsCompleted; round++)
        {
            between?.Invoke();
            var started = Started;
            if (started.Count > 0)
            {
                var (run, order) = started[pick?.Invoke(started.Count) ?? 0];
                var (phase, outputs) = work?.Invoke(order) ?? (NodePhase.Succeeded, null);
                run.Report(order.NodeId, phase, phase == NodePhase.Failed ? "main: Error (exit code 1)" : null, outputs);
                continue;
            }

            if (_all.Values.Select(run => (Run: run, Due: RunEngine.NextWakeup(run.State))).Where(next => next.Due is not null).OrderBy(next => next.Due).FirstOrDefault() is not { Due: { } due, Run: { } waiting })
            {
                return;
            }

            foreach (var run in _all.Values.Where(run => due > run.Now))
            {
                run.Now = due;
            }

            waiting.Send(new TimerDue { Now = waiting.Now });
        }
    }

    private RunDriver Add(string uid, DateTimeOffset now)
    {
        var run = new RunDriver(now == default ? null : now) { Parts = Take };
        _all[uid] = run;
        return run;
    }

    private void Take(RunEffect effect)
    {
        switch (effect)
        {
            case StartPart start:
                Start(start);
                break;
            case EndPart end when _all.GetValueOrDefault(end.PartUid) is { } part:
                part.Send(end.Immediate ? new TerminateRun { Now = part.Now } : new StopRun { Now = part.Now });
                break;
            case ReportPart word:
                _all[word.HolderUid].Send(word.Report);
                break;
        }
    }

    private void Start(StartPart start)
    {
        var part = _all.GetValueOrDefault(start.PartUid) ?? Add(start.PartUid, start.Command.Now);
        part.Send(start.Command);
        if (part.State.IsCompleted)
        {
            part.Send(new ContinuePart { Now = part.Now, Attempt = start.Attempt });
        }

        if (part.State.IsCompleted)
        {
            foreach (var word in RunEngine.PendingEffects(part.State, part.Now).OfType<ReportPart>())
            {
                Take(word);
            }
        }
    }
}
