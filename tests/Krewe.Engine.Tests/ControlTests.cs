using Krewe.Model;

namespace Krewe.Engine.Tests;

public sealed class ControlTests
{
    private const string Approve = """
        kind: Workflow
        metadata: {name: s}
        spec:
          entrypoint: main
          onExit: bye
          templates:
          - name: main
            steps:
            - - {name: work, template: t}
              - {name: approve, template: wait}
            - - {name: after, template: say, arguments: {parameters: [{name: p, value: "{{steps.approve.outputs.parameters.answer}}"}]}}
          - name: wait
            suspend: {}
            outputs: {parameters: [{name: answer, valueFrom: {supplied: {}}}]}
          - {name: say, inputs: {parameters: [{name: p}]}, container: {image: x, command: ["{{inputs.parameters.p}}"]}}
          - {name: t, container: {image: x, command: [run]}}
          - {name: bye, container: {image: x, command: ["{{workflow.status}}"]}}
        """;

    [Fact]
    public void Resume_FillsSuppliedOutputs()
    {
        var run = RunDriver.Create(Approve);
        run.End("work");

        run.Send(new ResumeRun { Now = run.Now });
        Assert.Equal("raw output parameter 'answer' has not been set and does not have a default value", run.Rejection);
        run.Send(new ResumeRun { Now = run.Now, CommandId = "1", Outputs = new Dictionary<string, string> { ["answer"] = "yes" } });
        Assert.Null(run.Rejection);
        Assert.Empty(run.Send(new ResumeRun { Now = run.Now, CommandId = "1" }).Events);

        Assert.Equal(["yes"], Assert.Single(run.Started).Template.Container!.Command!);
        run.End("after");
        Assert.Equal(["Succeeded"], Assert.Single(run.Started).Template.Container!.Command!);
        run.End("s.onExit");
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }

    [Fact]
    public void Stop_RunsTheExitHandlerAlone()
    {
        var run = RunDriver.Create(Approve);

        run.Send(new StopRun { Now = run.Now });

        Assert.Contains(run.Effects, e => e is CancelNode);
        Assert.Equal(NodePhase.Failed, run.Node("work").Phase);
        Assert.Equal(["Failed"], Assert.Single(run.Started).Template.Container!.Command!);
        run.End("s.onExit");
        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.Equal("Stopped with strategy 'Stop'", run.State.Message);
    }

    [Fact]
    public void Terminate_EndsAtOnce()
    {
        var run = RunDriver.Create(Approve);

        run.Send(new TerminateRun { Now = run.Now });

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.Equal("Stopped with strategy 'Terminate'", run.State.Message);
        Assert.Null(run.Find("s.onExit"));
        run.Send(new TerminateRun { Now = run.Now });
        Assert.Equal("cannot terminate completed workflows", run.Rejection);
    }

    [Fact]
    public void Terminate_EndsASuspendedRun()
    {
        var run = RunDriver.Create(Approve);
        run.Send(new SuspendRun { Now = run.Now });
        run.Send(new TerminateRun { Now = run.Now });

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
    }

    [Fact]
    public void Suspend_StartsNothing_UntilResumed()
    {
        var run = RunDriver.Create(Approve);
        run.Send(new SetNode { Now = run.Now, Selector = "displayName=approve", Outputs = new Dictionary<string, string> { ["answer"] = "x" }, Phase = NodePhase.Succeeded });
        run.Send(new SuspendRun { Now = run.Now });
        run.End("work");
        Assert.Empty(run.Started);
        run.Restart();
        Assert.Empty(run.Started);

        run.Send(new ResumeRun { Now = run.Now });

        Assert.Equal("s[1].after", Assert.Single(run.Started).NodeName);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Suspend_AsksAgainForWorkThatRuns_AfterARestart(bool snapshot)
    {
        var run = RunDriver.Create(Approve);
        var before = run.Started.Select(order => order.NodeId).ToList();
        Assert.NotEmpty(before);
        run.Send(new SuspendRun { Now = run.Now });

        run.Restart(snapshot);

        Assert.Equal(before, run.Started.Select(order => order.NodeId));
        Assert.True(run.State.IsSuspended);
    }

    [Fact]
    public void Deadline_FailsTheRun()
    {
        var run = RunDriver.Create(Approve.Replace("onExit: bye", "activeDeadlineSeconds: 60", StringComparison.Ordinal));
        Assert.Equal(run.Now.AddSeconds(60), run.Started[0].Deadline);
        Assert.Equal(run.Now.AddSeconds(60).AddMilliseconds(1), RunEngine.NextWakeup(run.State));

        run.Advance(TimeSpan.FromSeconds(60));
        Assert.False(run.State.IsCompleted);
        run.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.Equal("Step exceeded its deadline", run.Node("approve").Message);
    }

    [Fact]
    public void SuspendDuration_EndsByItself()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: s}
            spec: {entrypoint: main, templates: [{name: main, suspend: {duration: "20"}}]}
            """);

        Assert.Equal(run.Now.AddSeconds(20), RunEngine.NextWakeup(run.State));
        run.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }

    [Fact]
    public void RetryRun_RunsOnlyWhatFailed()
    {
        var run = RunDriver.Create(Approve);
        run.Send(new SetNode { Now = run.Now, Selector = "displayName=approve", Outputs = new Dictionary<string, string> { ["answer"] = "x" }, Phase = NodePhase.Succeeded });
        run.End("work");
        run.End("after", NodePhase.Failed);
        run.End("s.onExit");
        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);

        run.Send(new RetryRun { Now = run.Now });

        Assert.Null(run.Rejection);
        var again = Assert.Single(run.Started);
        Assert.Equal("s[1].after", again.NodeName);
        Assert.Equal(1, again.Attempt);
        run.End("after");
        run.End("s.onExit");
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }
}
