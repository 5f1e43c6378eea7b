using Krewe.Model;

namespace Krewe.Engine.Tests;

public sealed class RetryTests
{
    private static string Retried(string strategy, string more = "") => $$$"""
        kind: Workflow
        metadata: {name: r}
        spec:
          entrypoint: t
          templates:
          - {name: t, retryStrategy: {{{strategy}}}, container: {image: x, command: ["{{retries}}-{{lastRetry.exitCode}}-{{lastRetry.status}}"]}{{{more}}}}
        """;

    [Fact]
    public void Retry_GoesOnUntilTheLimit()
    {
        var run = RunDriver.Create(Retried("{limit: 1}"));

        Assert.Equal(NodeType.Retry, run.Node("r").Type);
        Assert.Equal(["0-0-"], run.Started[0].Template.Container!.Command!);
        run.End("r(0)", NodePhase.Failed, exitCode: "3");
        Assert.Equal(["1-3-Failed"], run.Started[0].Template.Container!.Command!);
        run.End("r(1)", NodePhase.Failed);

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.Equal("No more retries left", run.State.Message);
        Assert.True(run.Node("r(1)").Retried);
    }

    [Fact]
    public void Retry_Waits_When_BackoffIsSet()
    {
        var run = RunDriver.Create(Retried("{limit: 3, backoff: {duration: 10s, factor: 2}}"));

        run.End("r(0)", NodePhase.Failed);
        Assert.Empty(run.Started);
        Assert.Equal("Backoff for 10 seconds", run.Node("r").Message);
        Assert.Equal(run.Now.AddSeconds(10), RunEngine.NextWakeup(run.State));
        run.Restart();
        Assert.Empty(run.Started);
        run.Advance(TimeSpan.FromSeconds(10));
        run.End("r(1)", NodePhase.Failed);
        Assert.Equal(run.Now.AddSeconds(20), RunEngine.NextWakeup(run.State));
        run.Advance(TimeSpan.FromSeconds(20));
        run.End("r(2)", result: "fine");

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Equal("fine", run.Node("r").Outputs!.Result);
    }

    [Fact]
    public void Retry_Stops_When_ExpressionSaysNo()
    {
        var run = RunDriver.Create(Retried("{limit: 5, expression: \"lastRetry.exitCode != '2'\"}"));

        run.End("r(0)", NodePhase.Error, exitCode: "1");
        run.End("r(1)", NodePhase.Failed, exitCode: "2");

        Assert.Equal("retryStrategy.expression evaluated to false", run.State.Message);
    }

    [Fact]
    public void Retry_DoesNotRetryErrors_By_Default()
    {
        var run = RunDriver.Create(Retried("{limit: 5}"));

        run.End("r(0)", NodePhase.Error, "broken");

        Assert.Equal(WorkflowPhase.Error, run.State.Phase);
        Assert.Equal("broken", run.State.Message);
    }

    [Fact]
    public void InfrastructureFault_StartsAgain_WithoutCounting()
    {
        var run = RunDriver.Create(Retried("{limit: 0}"));

        run.Report(run.Started[0].NodeId, NodePhase.Error, "machine gone", infrastructure: true);

        Assert.Equal(1, Assert.Single(run.Started).Attempt);
        run.End("r(0)");
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }

    [Theory]
    [InlineData("{limit: 9, backoff: {duration: 10s, factor: 10, cap: 15s}}", 15, "Backoff for 15 seconds")]
    [InlineData("{limit: 9, backoff: {duration: 10s, factor: 10, maxDuration: 30s}}", null, "Backoff would exceed max duration limit")]
    public void SecondBackoff_KeepsItsBounds(string strategy, int? seconds, string message)
    {
        var run = RunDriver.Create(Retried(strategy));
        run.End("r(0)", NodePhase.Failed);
        run.Advance(TimeSpan.FromSeconds(10));
        run.End("r(1)", NodePhase.Failed);

        Assert.Equal(message, run.Node("r").Message);
        Assert.Equal(seconds is null ? null : run.Now.AddSeconds(seconds.Value), RunEngine.NextWakeup(run.State));
    }

    [Fact]
    public void RetryOfAFinishedRun_TakesNewParameters()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: wf}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: p, value: old}]}
              templates:
              - {name: main, steps: [[{name: a, template: echo}], [{name: b, template: echo}]]}
              - {name: echo, container: {image: x, command: [run], args: ["{{workflow.parameters.p}}"]}}
            """);
        run.End("a");
        run.End("b", NodePhase.Failed);

        run.Send(new RetryRun { Now = run.Now, Parameters = ["p=new"] });

        Assert.Null(run.Rejection);
        Assert.Equal(["new"], run.Started.Select(order => order.Template.Container!.Args!.Single()));
        run.Restart();
        Assert.Equal("new", run.Started.Single().Template.Container!.Args!.Single());
        run.RunToEnd();
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }
}
