using CsCheck;
using Krewe.Model;

namespace Krewe.Engine.Tests;

public sealed class RunProperties
{
    private static readonly Gen<(string Yaml, int Seed)> Runs = Gen.Select(RandomWorkflows.Yaml, Gen.Int[0, 1_000_000]);

    // What a node's work comes to depends on its name alone, so that the order of completions does not matter to it.
    private static (string Phase, Outputs? Outputs) Work(NodeWorkOrder order)
    {
        uint hash = 2166136261;
        foreach (var c in order.NodeName)
        {
            hash = (hash ^ c) * 16777619;
        }

        return (hash % 5 == 0 ? NodePhase.Failed : NodePhase.Succeeded, null);
    }

    private static Func<int, int> Picks(int seed)
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
        iter: 200,
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
                run.Report(order.NodeId, Work(order).Phase);
                run.Restart(snapshot: i == 1);
            }

            run.RunToEnd(Work, Picks(r.Seed));

            Assert.True(run.State.IsCompleted, yaml + "\n" + run.Json);
            Assert.All(run.State.Nodes.Values, n => Assert.True(n.IsFulfilled, n.Name));
        },
        iter: 100,
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
        iter: 100,
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
                broken.Report(order.NodeId, Work(order).Phase, Work(order).Phase == NodePhase.Failed ? "main: Error (exit code 1)" : null);
            }

            broken.Restart(snapshot);
            broken.RunToEnd(Work);

            Assert.Equal(Phases(straight), Phases(broken));
        },
        iter: 200,
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
        iter: 200,
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
                var report = new NodeReported { Now = run.Now, NodeId = order.NodeId, Attempt = order.Attempt, Phase = Work(order).Phase };
                run.Report(order.NodeId, report.Phase);
                var before = run.Json;
                var again = run.Send(report);
                Assert.Empty(again.Events);
                Assert.Equal(before, run.Json);
            }

            Assert.Empty(run.Send(new TimerDue { Now = run.Now }).Events);
        },
        iter: 50,
        threads: 1);
}
