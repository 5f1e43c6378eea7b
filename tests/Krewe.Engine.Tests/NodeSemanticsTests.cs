using Krewe.Model;

namespace Krewe.Engine.Tests;

/// <summary>What single nodes show and hand on, as Argo has it.</summary>
public sealed class NodeSemanticsTests
{
    private const string Retried = """
        kind: Workflow
        metadata: {name: wf}
        spec:
          entrypoint: main
          templates:
          - name: main
            steps:
            - - {name: a, template: flaky}
            - - name: b
                template: echo
                arguments: {parameters: [{name: p, value: "{{steps.a.id}} {{steps.a.status}}"}]}
          - {name: flaky, retryStrategy: {limit: 1}, container: {image: x, command: [run], args: ["{{retries}} {{lastRetry.exitCode}} {{lastRetry.status}}"]}}
          - {name: echo, inputs: {parameters: [{name: p}]}, container: {image: x, command: [run], args: ["{{inputs.parameters.p}}"]}}
        """;

    [Fact]
    public void RetriedStep_IsReadByItsLastAttempt()
    {
        var run = RunDriver.Create(Retried);
        Assert.Equal("0 0 ", run.Started.Single().Template.Container!.Args!.Single());
        run.End("a(0)", NodePhase.Failed);
        Assert.Equal("1 0 Failed", run.Started.Single().Template.Container!.Args!.Single());
        run.End("a(1)");

        Assert.Equal($"{run.Node("a(1)").Id} Succeeded", run.Started.Single().Template.Container!.Args!.Single());
    }

    [Fact]
    public void Progress_CountsWhatSucceeded()
    {
        var run = RunDriver.Create(Retried);
        run.End("a(0)", NodePhase.Failed);
        run.End("a(1)");

        Assert.Equal("1/3", run.Workflow.Status!.Progress);
    }

    [Fact]
    public void Retry_SaysThatTheDeadlineCameBefore()
    {
        var run = RunDriver.Create(Retried.Replace("  entrypoint: main\n", "  entrypoint: main\n  activeDeadlineSeconds: 10\n", StringComparison.Ordinal));
        run.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.Equal("retry exceeded workflow deadline 2026-01-02 03:04:15 +0000 UTC", run.Node("a").Message);
    }

    [Fact]
    public void DagTaskThatCannotBeExecuted_SaysWhichTaskItWas()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: wf}
            spec:
              entrypoint: main
              templates:
              - {name: main, dag: {tasks: [{name: a, template: needs}]}}
              - {name: needs, inputs: {parameters: [{name: p}]}, container: {image: x, command: [run]}}
            """);

        Assert.Equal("task 'wf.a' errored: inputs.parameters.p was not supplied", run.Node("a").Message);
    }

    [Theory]
    [InlineData("Stop", true)]
    [InlineData("Terminate", false)]
    public void ExitHookOfATask_RunsUnderStopAlone(string strategy, bool runs)
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: wf}
            spec:
              entrypoint: main
              templates:
              - {name: main, dag: {tasks: [{name: a, template: leaf, hooks: {exit: {template: leaf}}}]}}
              - {name: leaf, container: {image: x, command: [run]}}
            """);

        run.Send(strategy == "Stop" ? new StopRun { Now = run.Now } : new TerminateRun { Now = run.Now });

        Assert.Equal(runs, run.Find("a.onExit") is not null);
        run.RunToEnd();
        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
    }

    [Fact]
    public void SuspendedNode_SaysThatTheRunWasStopped()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: wf}
            spec: {entrypoint: main, templates: [{name: main, suspend: {}}]}
            """);
        run.Send(new StopRun { Now = run.Now });

        Assert.Equal("Stopped with strategy 'Stop'", run.Node("wf").Message);
    }

    [Theory]
    [InlineData("", null, "raw output parameter 'v' has not been set and does not have a default value")]
    [InlineData(", default: d", "d", null)]
    public void SuspendThatTimesOut_TakesDefaults(string fallback, string? value, string? message)
    {
        var run = RunDriver.Create($$$"""
            kind: Workflow
            metadata: {name: wf}
            spec:
              entrypoint: main
              templates:
              - name: main
                steps:
                - - {name: ask, template: ask}
                - - {name: use, template: echo, arguments: {parameters: [{name: p, value: "{{steps.ask.outputs.parameters.v}}"}]}}
              - {name: ask, suspend: {duration: "5"}, outputs: {parameters: [{name: v, valueFrom: {supplied: {}{{{fallback}}}}}]}}
              - {name: echo, inputs: {parameters: [{name: p}]}, container: {image: x, command: [run], args: ["{{inputs.parameters.p}}"]}}
            """);
        run.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(value, run.Started.SingleOrDefault()?.Template.Container!.Args!.Single());
        Assert.Equal(message, run.State.Message);
        Assert.Equal(message is null ? WorkflowPhase.Running : WorkflowPhase.Failed, run.State.Phase);
    }

    [Fact]
    public void SuspendedNode_FailsAtTheDeadline_AlsoWhenNobodyLooked()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: wf}
            spec: {entrypoint: main, activeDeadlineSeconds: 10, templates: [{name: main, suspend: {}}]}
            """);
        run.Now += TimeSpan.FromSeconds(30);
        run.Restart(snapshot: true);
        run.RunToEnd();

        Assert.Equal((WorkflowPhase.Failed, "Step exceeded its deadline"), (run.State.Phase, run.State.Message));
    }

    [Fact]
    public void WorkThatWouldStartPastTheDeadline_IsPendingAndFails()
    {
        var run = new RunDriver(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 500, TimeSpan.Zero));
        run.Submit(Retried.Replace("  entrypoint: main\n", "  entrypoint: main\n  activeDeadlineSeconds: 0\n", StringComparison.Ordinal));
        Assert.Equal(NodePhase.Pending, run.Node("a(0)").Phase);
        Assert.Empty(run.Started);
        run.RunToEnd();

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.All(run.State.Nodes.Values, node => Assert.True(node.IsFulfilled, node.Name));
    }

    [Fact]
    public void LoopOverNothing_IsAnError_And_OverAnEmptyList_IsSkipped()
    {
        const string Loop = """
            kind: Workflow
            metadata: {name: wf}
            spec:
              entrypoint: main
              templates:
              - name: main
                dag:
                  tasks:
                  - {name: list, template: leaf}
                  - {name: each, template: leaf, depends: list, withParam: "{{tasks.list.outputs.result}}"}
              - {name: leaf, container: {image: x, command: [run]}}
            """;
        var nothing = RunDriver.Create(Loop);
        nothing.End("list", result: "");
        var empty = RunDriver.Create(Loop);
        empty.End("list", result: "[]");

        Assert.Equal((NodePhase.Error, WorkflowPhase.Error), (nothing.Node("each").Phase, nothing.State.Phase));
        Assert.Equal((NodePhase.Skipped, "Skipped, empty params", WorkflowPhase.Succeeded), (empty.Node("each").Phase, empty.Node("each").Message, empty.State.Phase));
    }

    [Fact]
    public void OptionalInputArtifact_ThatIsMissing_IsMissingFurtherDown()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: wf}
            spec:
              entrypoint: main
              templates:
              - name: main
                inputs: {artifacts: [{name: a, optional: true}]}
                steps: [[{name: s, template: use, arguments: {artifacts: [{name: b, from: "{{inputs.artifacts.a}}"}]}}]]
              - {name: use, inputs: {artifacts: [{name: b, path: /b, optional: true}]}, container: {image: x, command: [run]}}
            """);

        Assert.Null(run.Started.Single().Template.Inputs?.Artifacts);
    }
}
