using CsCheck;
using Krewe.Model;

namespace Krewe.Engine.Tests;

public sealed class RunProperties
{
    private static readonly Gen<(string Yaml, int Seed)> Runs = Gen.Select(RandomWorkflows.Yaml, Gen.Int[0, 1_000_000]);

    // What a node's work comes to depends on its name alone, so that the order of completions does not matter to it.
    internal static (string Phase, Outputs? Outputs) Work(NodeWorkOrder order)
    {
        uint hash = 2166136261;
        foreach (var c in order.NodeName)
        {
            hash = (hash ^ c) * 16777619;
        }

        var phase = hash % 5 == 0 ? NodePhase.Failed : NodePhase.Succeeded;
        return (phase, order.Template.Name switch
        {
            "list" => new Outputs { Result = "[1, 2]", ExitCode = phase == NodePhase.Failed ? "1" : "0" },
            "gives" when phase == NodePhase.Succeeded => new Outputs { Parameters = [new Parameter { Name = "o", Value = order.NodeName }] },
            _ => null,
        });
    }

    internal static Func<int, int> Picks(int seed)
    {
        var state = (uint)seed | 1;
        return count =>
        {
            state = (state * 1664525) + 1013904223;
            return (int)((state >> 8) % (uint)count);
        };
    }

    private static string Phases(RunDriver run) =>
        run.State.Phase + "\n" + string.Join('\n', run.State.Nodes.Values.OrderBy(n => n.Name, StringComparer.Ordinal).Select(n => $"{n.Name} {n.Phase} {n.Message}"));

    [Fact]
    public void Run_Ends_When_AllWorkEnds() => Runs.Sample(
        r =>
        {
            var run = RunDriver.Create(r.Yaml);
            run.RunToEnd(Work, Picks(r.Seed));

            Assert.True(run.State.IsCompleted, r.Yaml + "\n" + run.Json);
            Assert.All(run.State.Nodes.Values, n => Assert.True(n.IsFulfilled, n.Name));
        },
        iter: 1000,
        threads: 1);

    [Fact]
    public void Run_Ends_When_TemplatesFailFast() => Gen.Select(Runs, Gen.Bool).Sample(
        (r, restarts) =>
        {
            const string Settings = "    failFast: true\n    parallelism: 2\n";
            var yaml = r.Yaml.ReplaceLineEndings("\n").Replace("    steps:\n", Settings + "    steps:\n", StringComparison.Ordinal).Replace("    dag:\n", Settings + "    dag:\n", StringComparison.Ordinal);
            var run = RunDriver.Create(yaml);
            for (var i = 0; i < 3 && restarts && run.Started.Count > 0; i++)
            {
                var order = run.Started[^1];
                run.Report(order.NodeId, Work(order).Phase, outputs: Work(order).Outputs);
                run.Restart(snapshot: i == 1);
            }

            run.RunToEnd(Work, Picks(r.Seed));

            Assert.True(run.State.IsCompleted, yaml + "\n" + run.Json);
            Assert.All(run.State.Nodes.Values, n => Assert.True(n.IsFulfilled, n.Name));
        },
        iter: 1000,
        threads: 1);

    [Fact]
    public void Replay_GivesTheLiveState() => Runs.Sample(
        r =>
        {
            var run = RunDriver.Create(r.Yaml);
            run.RunToEnd(Work, Picks(r.Seed));

            var replayed = RunState.Replay(run.Log.SelectMany(commit => EventCodec.Decode(EventCodec.Encode(commit))));
            Assert.Equal(run.Json, System.Text.Json.JsonSerializer.Serialize(WorkflowProjection.Of(replayed), ModelJson.Default.Workflow));
            var restored = RunSnapshot.Decode(RunSnapshot.Encode(run.State));
            Assert.Equal(run.Json, System.Text.Json.JsonSerializer.Serialize(WorkflowProjection.Of(restored), ModelJson.Default.Workflow));
        },
        iter: 1000,
        threads: 1);

    [Fact]
    public void Restart_AtAnyCommit_ComesToTheSameEnd() => Gen.Select(Runs, Gen.Int[0, 1_000], Gen.Bool).Sample(
        (r, at, snapshot) =>
        {
            var straight = RunDriver.Create(r.Yaml);
            straight.RunToEnd(Work);

            var broken = RunDriver.Create(r.Yaml);
            var stop = at % straight.Log.Count;
            while (!broken.State.IsCompleted && broken.Log.Count <= stop && broken.Started.Count > 0)
            {
                var order = broken.Started[0];
                var (phase, outputs) = Work(order);
                broken.Report(order.NodeId, phase, phase == NodePhase.Failed ? "main: Error (exit code 1)" : null, outputs);
            }

            broken.Restart(snapshot);
            broken.RunToEnd(Work);

            Assert.Equal(Phases(straight), Phases(broken));
        },
        iter: 1000,
        threads: 1);

    [Fact]
    public void Snapshot_AtAnyCommit_GoesOnAsTheLog() => Gen.Select(Runs, Gen.Int[0, 1_000]).Sample(
        (r, at) =>
        {
            var run = RunDriver.Create(r.Yaml);
            var pick = Picks(r.Seed);
            for (var i = 0; i < at % 20 && run.Started.Count > 0; i++)
            {
                var order = run.Started[pick(run.Started.Count)];
                var (phase, outputs) = Work(order);
                run.Report(order.NodeId, phase, phase == NodePhase.Failed ? "main: Error (exit code 1)" : null, outputs);
            }

            var replayed = RunState.Replay(run.Log.SelectMany(commit => EventCodec.Decode(EventCodec.Encode(commit))));
            var restored = RunSnapshot.Decode(RunSnapshot.Encode(run.State));

            SnapshotText.AssertSame(replayed, restored);
            for (RunCommand next = new Reconcile { Now = run.Now }; ;)
            {
                var (one, other) = (RunEngine.Decide(replayed, next), RunEngine.Decide(restored, next));
                Assert.Equal(EventCodec.Encode(one.Events), EventCodec.Encode(other.Events));
                Assert.Equal(Describe(one), Describe(other));
                if (one.Effects.OfType<StartNode>().FirstOrDefault() is not { } start)
                {
                    break;
                }

                next = new NodeReported { Now = run.Now, NodeId = start.Work.NodeId, Attempt = start.Work.Attempt, Phase = Work(start.Work).Phase, Outputs = Work(start.Work).Outputs };
            }

            static string Describe(Decision decision) => decision.Rejection + string.Join('\n', decision.Effects.Select(effect => effect is StartNode start
                ? $"{start.Work.NodeId} {start.Work.Attempt} {start.Work.Host} {start.Work.Deadline:O} {System.Text.Json.JsonSerializer.Serialize(start.Work.Template, ModelJson.Default.Template)}"
                : effect.GetType().Name));
        },
        iter: 1000,
        threads: 1);

    [Fact]
    public void Order_OfCompletions_DoesNotChangeTheResult() => Runs.Sample(
        r =>
        {
            var first = RunDriver.Create(r.Yaml);
            first.RunToEnd(Work);
            var second = RunDriver.Create(r.Yaml);
            second.RunToEnd(Work, Picks(r.Seed));

            Assert.Equal(Phases(first), Phases(second));
        },
        iter: 1000,
        threads: 1);

    [Fact]
    public void Command_AppliedTwice_ChangesNothing() => Runs.Sample(
        r =>
        {
            var run = RunDriver.Create(r.Yaml);
            var pick = Picks(r.Seed);
            for (var i = 0; i < 500 && run.Started.Count > 0; i++)
            {
                var order = run.Started[pick(run.Started.Count)];
                var (phase, outputs) = Work(order);
                var report = new NodeReported { Now = run.Now, NodeId = order.NodeId, Attempt = order.Attempt, Phase = phase, Outputs = outputs };
                run.Report(order.NodeId, phase, outputs: outputs);
                var before = run.Json;
                var again = run.Send(report);
                Assert.Empty(again.Events);
                Assert.Equal(before, run.Json);
            }

            Assert.Empty(run.Send(new TimerDue { Now = run.Now }).Events);
        },
        iter: 300,
        threads: 1);

    [Fact]
    public void Run_Ends_WhateverUsersAndMachinesDoToIt() => Gen.Select(Runs, Gen.Int[0, 1_000_000].Array[1, 30]).Sample(
        (r, acts) =>
        {
            var run = RunDriver.Create(r.Yaml);
            foreach (var act in acts)
            {
                Act(run, act);
                if (run.State.IsCompleted)
                {
                    break;
                }
            }

            run.Send(new ResumeRun { Now = run.Now });
            run.RunToEnd(Work, Picks(r.Seed));

            Assert.True(run.State.IsCompleted, r.Yaml + "\n" + string.Join(' ', acts) + "\n" + run.Json);
            Assert.All(run.State.Nodes.Values, n => Assert.True(n.IsFulfilled, n.Name));
            Assert.Empty(run.Started);
            var replayed = RunState.Replay(run.Log.SelectMany(commit => EventCodec.Decode(EventCodec.Encode(commit))));
            Assert.Equal(run.Json, System.Text.Json.JsonSerializer.Serialize(WorkflowProjection.Of(replayed), ModelJson.Default.Workflow));
        },
        iter: 1000,
        threads: 1);

    private static void Act(RunDriver run, int act)
    {
        var order = run.Started.Count > 0 ? run.Started[act / 16 % run.Started.Count] : null;
        switch (act % 16)
        {
            case 0:
                run.Send(new SuspendRun { Now = run.Now });
                break;
            case 1:
                run.Send(new ResumeRun { Now = run.Now });
                break;
            case 2 when act % 5 == 0:
                run.Send(new StopRun { Now = run.Now });
                break;
            case 3 when act % 7 == 0:
                run.Send(new TerminateRun { Now = run.Now });
                break;
            case 4 or 5:
                run.Restart(snapshot: act % 2 == 0);
                break;
            case 6 or 7 when order is not null:
                run.Report(order.NodeId, NodePhase.Error, "the machine is gone", infrastructure: true);
                break;
            case 8 or 9 when order is not null:
                run.Report(order.NodeId, NodePhase.Running);
                break;
            case 10:
                run.Advance(TimeSpan.FromSeconds(act % 20));
                break;
            default:
                if (order is not null)
                {
                    var (phase, outputs) = Work(order);
                    run.Report(order.NodeId, phase, phase == NodePhase.Failed ? "main: Error (exit code 1)" : null, outputs);
                }

                break;
        }
    }
}
