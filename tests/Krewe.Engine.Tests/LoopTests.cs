using Krewe.Model;

namespace Krewe.Engine.Tests;

public sealed class LoopTests
{
    private static string Loop(string with) => $$$"""
        kind: Workflow
        metadata: {name: l}
        spec:
          entrypoint: main
          templates:
          - name: main
            steps:
            - - {name: a, template: t, {{{with}}}, arguments: {parameters: [{name: p, value: "{{item}}"}]}}
            - - {name: b, template: t, arguments: {parameters: [{name: p, value: "{{steps.a.outputs.result}}"}]}}
          - {name: t, inputs: {parameters: [{name: p}]}, container: {image: x, command: ["{{inputs.parameters.p}}"]}}
        """;

    private static IEnumerable<string> Commands(RunDriver run) => run.Started.Select(w => w.Template.Container!.Command![0]);

    [Fact]
    public void Loop_AggregatesResults_When_AllTurnsEnd()
    {
        var run = RunDriver.Create(Loop("withItems: [1, two, {k: v}]"));

        Assert.Equal(["1", "two", """{"k":"v"}"""], Commands(run));
        Assert.Equal("l[0].a(2:k:v)", run.Started[2].NodeName);
        run.End("a(1:two)", result: "x");
        run.End("a(0:1)", result: "5");
        run.End("a(2:k:v)", result: "[1]");

        Assert.Equal(["""[5,"x",[1]]"""], Commands(run));
    }

    [Fact]
    public void Sequence_CountsDown_When_StartIsLarger()
    {
        var run = RunDriver.Create(Loop("withSequence: {start: 3, end: 1, format: \"n%03d\"}"));

        Assert.Equal(["n003", "n002", "n001"], Commands(run));
    }

    [Fact]
    public void Loop_IsSkipped_When_Empty()
    {
        var run = RunDriver.Create(Loop("withParam: \"[]\"").Replace("steps.a.outputs.result", "workflow.name", StringComparison.Ordinal));

        Assert.Equal(NodePhase.Skipped, run.Node("a").Phase);
        Assert.Equal("Skipped, empty params", run.Node("a").Message);
    }

    [Fact]
    public void Run_Fails_When_WithParamIsNoList()
    {
        var run = RunDriver.Create(Loop("withParam: nonsense"));

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.Contains("could not be parsed as a JSON list: nonsense", run.State.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loop_OpensAWindow_When_Large()
    {
        var run = RunDriver.Create(Loop("withSequence: {count: 5000}").Replace("steps.a.outputs.result", "workflow.name", StringComparison.Ordinal), new RunConfig { Window = 100 });

        Assert.Equal(100, run.Started.Count);
        run.End("a(0:0)");
        Assert.Equal(100, run.Started.Count);
        run.RunToEnd();
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Equal(5004, run.State.Nodes.Count);
        Assert.All(run.Log, commit => Assert.True(commit.Count < 500));
    }

    [Fact]
    public void When_IsEvaluatedPerItem()
    {
        var run = RunDriver.Create(Loop("withItems: [1, 2], when: \"{{item}} == 2\""));

        Assert.Equal(["2"], Commands(run));
        Assert.Equal("when '1 == 2' evaluated false", run.Node("a(0:1)").Message);
    }

    [Fact]
    public void SkippingLoop_IsSplitOverDecisions_When_Huge()
    {
        var run = RunDriver.Create(Loop("withSequence: {count: 10000}, when: \"1 == 2\"").Replace("steps.a.outputs.result", "workflow.name", StringComparison.Ordinal));

        Assert.All(run.Log, commit => Assert.True(commit.Count < 5000));
        run.RunToEnd();
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }
}
