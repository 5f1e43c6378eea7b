using Krewe.Model;

namespace Krewe.Engine.Tests;

public sealed class DagTests
{
    private static string Dag(string tasks, string extra = "failFast: true") => $$$"""
        metadata: {name: d}
        kind: Workflow
        spec:
          entrypoint: main
          templates:
          - name: main
            dag:
              {{{extra}}}
              tasks:
        {{{string.Join('\n', tasks.Split('\n').Select(line => "      " + line))}}}
          - name: t
            inputs: {parameters: [{name: p, default: none}]}
            outputs: {parameters: [{name: x, valueFrom: {path: /x}}]}
            container: {image: x, command: [run, "{{inputs.parameters.p}}"]}
        """;

    [Fact]
    public void Dag_RunsTasksAfterTheirDependencies()
    {
        var run = RunDriver.Create(Dag("""
            - {name: a, template: t}
            - {name: b, template: t, dependencies: [a], arguments: {parameters: [{name: p, value: "{{tasks.a.outputs.parameters.x}}"}]}}
            - {name: c, template: t, dependencies: [a]}
            - {name: e, template: t, depends: "b && c"}
            """.Replace("depends: \"b && c\"", "dependencies: [b, c]", StringComparison.Ordinal)));

        Assert.Equal("d.a", Assert.Single(run.Started).NodeName);
        run.End("a", outputs: ("x", "5"));
        Assert.Equal(["d.b", "d.c"], run.Started.Select(w => w.NodeName));
        Assert.Equal(["run", "5"], run.Started[0].Template.Container!.Command!);
        run.End("c");
        run.End("b");
        run.End("e");

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Equal([run.Node("e").Id], run.Node("d").OutboundNodes!);
        Assert.Contains(run.Node("e").Id, run.Node("b").Children);
        Assert.Contains(run.Node("e").Id, run.Node("c").Children);
    }

    [Fact]
    public void Dag_OmitsAndFails_When_ADependencyFails()
    {
        var run = RunDriver.Create(Dag("""
            - {name: a, template: t}
            - {name: b, template: t, depends: a}
            - {name: c, template: t, depends: a.Failed}
            """));

        run.End("a", NodePhase.Failed);

        Assert.Equal(NodePhase.Omitted, run.Node("b").Phase);
        Assert.Equal("omitted: depends condition not met", run.Node("b").Message);
        Assert.Equal("c", run.State.Nodes[Assert.Single(run.Started).NodeId].DisplayName);
        run.End("c");
        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
    }

    [Fact]
    public void Dag_StaysGreen_When_FailedTargetMayContinue()
    {
        var run = RunDriver.Create(Dag("""
            - {name: a, template: t, continueOn: {failed: true}}
            """));

        run.End("a", NodePhase.Failed);

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }

    [Fact]
    public void Dag_RunsOnlyWhatTargetsNeed()
    {
        var run = RunDriver.Create(Dag("""
            - {name: a, template: t}
            - {name: b, template: t, dependencies: [a]}
            - {name: other, template: t}
            """, "target: b"));

        run.RunToEnd();

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Null(run.Find("other"));
    }

    [Fact]
    public void DagLoop_MakesATaskGroup_AndAggregates()
    {
        var run = RunDriver.Create(Dag("""
            - {name: a, template: t, withItems: [x, z], arguments: {parameters: [{name: p, value: "{{item}}"}]}}
            - {name: b, template: t, dependencies: [a], arguments: {parameters: [{name: p, value: "{{tasks.a.outputs.parameters.x}}"}]}}
            """));

        Assert.Equal(NodeType.TaskGroup, run.Node("a").Type);
        run.End("a(0:x)", outputs: ("x", "1"));
        run.End("a(1:z)", outputs: ("x", "2"));

        Assert.Equal(NodePhase.Succeeded, run.Node("a").Phase);
        Assert.Equal(["run", """["1","2"]"""], Assert.Single(run.Started).Template.Container!.Command!);
    }
}
