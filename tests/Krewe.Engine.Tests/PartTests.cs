using CsCheck;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine.Tests;

/// <summary>Runs that are split into parts come out as if they were whole.</summary>
public sealed class PartTests
{
    private const string Nested = """
        kind: Workflow
        metadata: {name: wf}
        spec:
          entrypoint: main
          arguments: {parameters: [{name: who, value: all}]}
          templates:
            - name: main
              steps:
                - - {name: many, template: many, arguments: {parameters: [{name: size, value: "{{item}}"}]}, withItems: [2, 3]}
                - - {name: last, template: leaf, arguments: {parameters: [{name: x, value: "{{workflow.outputs.parameters.shared}}"}]}}
            - name: many
              inputs: {parameters: [{name: size}]}
              dag:
                tasks:
                  - {name: one, template: leaf, arguments: {parameters: [{name: x, value: "{{workflow.parameters.who}} {{workflow.uid}}"}]}}
                  - {name: each, dependencies: [one], template: leaf, arguments: {parameters: [{name: x, value: "{{item}}"}]}, withSequence: {count: "{{inputs.parameters.size}}"}}
                  - {name: gives, dependencies: [each], template: gives}
              outputs: {parameters: [{name: o, valueFrom: {parameter: "{{tasks.gives.outputs.parameters.o}}"}}]}
            - name: leaf
              inputs: {parameters: [{name: x}]}
              container: {image: x, command: ["{{inputs.parameters.x}}"]}
            - name: gives
              container: {image: x, command: [run]}
              outputs: {parameters: [{name: o, globalName: shared, valueFrom: {path: /o}}]}
        """;

    private static (string Phase, Outputs? Outputs) Gives(NodeWorkOrder order) => (NodePhase.Succeeded, order.Template.Name == "gives" ? RunDriver.Outputs(null, null, ("o", "value")) : null);

    [Fact]
    public void Subtree_HasItsOwnLog_When_ItIsLarge()
    {
        var run = new PartedRun(Nested);
        run.RunToEnd(Gives);

        Assert.True(run.Root.State.Phase == WorkflowPhase.Succeeded, Picture(run.Whole));
        Assert.Equal(3, run.All.Count);
        // main, its groups, the two parts and the last step; nothing of what is inside.
        Assert.Equal(6, run.Root.State.Nodes.Count);
        Assert.All(run.All.Keys.Where(RunParts.IsPart), uid => Assert.Equal("uid-1", RunParts.RunOf(uid)));
        Assert.Equal("value", run.Root.State.Nodes.Values.First(node => node.DisplayName == "many(0:2)").Outputs!.Parameters!.Single(parameter => parameter.Name == "o").Value);
    }

    [Fact]
    public void Steps_SeeTheVariablesOfTheRun_When_TheyAreInAPart()
    {
        var commands = new List<string>();
        var run = new PartedRun(Nested);
        run.RunToEnd(order =>
        {
            commands.Add(order.Template.Container!.Command![0]);
            return Gives(order);
        });

        Assert.Contains("all uid-1", commands);
        // A global output of a part is there for what comes after it.
        Assert.Equal("value", commands[^1]);
    }

    [Fact]
    public void Run_LooksWhole_When_ItIsPutTogether()
    {
        var split = new PartedRun(Nested);
        split.RunToEnd(Gives);
        var whole = RunDriver.Create(Nested);
        whole.RunToEnd(Gives);

        Assert.Equal(Picture(whole.Workflow), Picture(split.Whole));
        Assert.Equal(whole.Workflow.Status!.Progress, split.Root.Workflow.Status!.Progress);
    }

    [Fact]
    public void RandomRuns_LookWhole_When_TheyAreSplit() => Gen.Select(RandomWorkflows.Yaml, Gen.Int[0, 1_000_000]).Sample(
        (yaml, seed) =>
        {
            var whole = RunDriver.Create(yaml);
            whole.RunToEnd(RunProperties.Work, RunProperties.Picks(seed));
            var split = new PartedRun(yaml);
            split.RunToEnd(RunProperties.Work, RunProperties.Picks(seed));

            Assert.Equal(Picture(whole.Workflow), Picture(split.Whole));
        },
        iter: 400,
        threads: 1);

    [Fact]
    public void RandomRuns_EndTheSame_When_RunAndPartsRestart() => Gen.Select(RandomWorkflows.Yaml, Gen.Int[0, 1_000_000]).Sample(
        (yaml, seed) =>
        {
            var whole = RunDriver.Create(yaml);
            whole.RunToEnd(RunProperties.Work, RunProperties.Picks(seed));
            var split = new PartedRun(yaml);
            var picks = RunProperties.Picks(seed + 1);
            split.RunToEnd(RunProperties.Work, RunProperties.Picks(seed), between: () =>
            {
                if (picks(3) == 0)
                {
                    split.All.Values.ElementAt(picks(split.All.Count)).Restart(snapshot: picks(2) == 0);
                }
            });

            Assert.Equal(whole.State.Phase, split.Root.State.Phase);
            Assert.All(split.All.Values, run => Assert.True(run.State.IsCompleted, yaml));
        },
        iter: 300,
        threads: 1);

    [Fact]
    public void Parts_End_When_TheRunIsStopped()
    {
        var run = new PartedRun(Nested);
        run.Root.Send(new StopRun { Now = run.Root.Now });

        Assert.All(run.All.Values, part => Assert.Equal(WorkflowPhase.Failed, part.State.Phase));
        Assert.False(run.Root.State.HasOpenWork);
    }

    [Fact]
    public void Part_GoesOnWhereItFailed_When_TheRunIsRetried()
    {
        var run = new PartedRun(Nested);
        run.RunToEnd(order => order.NodeName.Contains("each(1:1)", StringComparison.Ordinal) ? (NodePhase.Failed, null) : Gives(order));
        Assert.Equal(WorkflowPhase.Failed, run.Root.State.Phase);

        run.Root.Send(new RetryRun { Now = run.Root.Now });
        var again = new List<string>();
        run.RunToEnd(order =>
        {
            again.Add(order.NodeName);
            return Gives(order);
        });

        Assert.Equal(WorkflowPhase.Succeeded, run.Root.State.Phase);
        Assert.DoesNotContain(again, name => name.EndsWith(".one", StringComparison.Ordinal) || name.Contains("each(0:0)", StringComparison.Ordinal));
        Assert.Equal(3, run.All.Count);
    }

    [Fact]
    public void Run_StaysWhole_When_SomethingCountsOverAllOfIt()
    {
        Assert.Single(new PartedRun(Nested.Replace("  entrypoint: main\n", "  entrypoint: main\n  parallelism: 5\n", StringComparison.Ordinal)).All);
        Assert.Single(new PartedRun(Nested, new RunConfig { PartThreshold = 0 }).All);
        Assert.Single(new PartedRun(Nested, new RunConfig { PartThreshold = 6 }).All);
        Assert.Equal(2, new PartedRun(Nested, new RunConfig { PartThreshold = 5 }).All.Count);
    }

    [Fact]
    public void Template_DecidesByAnnotation_When_ItHasOne()
    {
        var always = Nested.Replace("    - name: many\n", "    - name: many\n      annotations: {workflows.krewe.dev/part: always}\n", StringComparison.Ordinal);
        Assert.Equal(3, new PartedRun(always, new RunConfig()).All.Count);
        Assert.Single(new PartedRun(always.Replace("always", "never", StringComparison.Ordinal)).All);
    }

    [Fact]
    public void SuspendedRun_AsksForItsParts_When_ItIsLoaded()
    {
        var run = new PartedRun(Nested);
        run.Root.Send(new SuspendRun { Now = run.Root.Now });
        run.Root.Effects.Clear();
        run.Root.Restart();

        Assert.Equal(2, run.Root.Effects.OfType<StartPart>().Count(part => part.Suspended));
    }

    private static string Picture(Workflow run) => run.Status!.Phase + "\n" + string.Join('\n', run.Status.Nodes!.Values.OrderBy(node => node.Name, StringComparer.Ordinal).Select(node =>
        $"{node.Name} {node.DisplayName} {node.Type} {node.Phase} {node.Message} {node.BoundaryID} {node.Progress} [{Sorted(node.Children)}] [{Sorted(node.OutboundNodes)}] {string.Join(',', node.Outputs?.Parameters?.Select(parameter => $"{parameter.Name}={parameter.Value}") ?? [])}"));

    private static string Sorted(IReadOnlyList<string>? ids) => string.Join(' ', (ids ?? []).Order(StringComparer.Ordinal));
}
