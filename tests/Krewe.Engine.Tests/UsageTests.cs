using Krewe.Model;

namespace Krewe.Engine.Tests;

public sealed class UsageTests
{
    private const string Steps = """
        kind: Workflow
        metadata: {name: u}
        spec:
          entrypoint: main
          templates:
          - name: main
            steps:
            - [{name: first, template: work}]
            - [{name: flaky, template: retried}, {name: not, template: work, when: "1 == 2"}]
            - [{name: last, template: work}]
          - {name: work, container: {image: x, resources: {requests: {cpu: "2", memory: 200Mi}}}}
          - {name: retried, retryStrategy: {limit: 3}, container: {image: x}}
        """;

    [Fact]
    public void Usage_CountsStepsAttemptsTimesAndResources()
    {
        var run = new RunDriver();
        run.Submit(Steps);
        Pass(run, "first");
        Pass(run, "flaky(0)", NodePhase.Failed);
        Pass(run, "flaky(1)", NodePhase.Failed);
        Pass(run, "flaky(2)");
        Pass(run, "last");

        var usage = RunUsage.Of(run.State);

        Assert.Equal((WorkflowPhase.Succeeded, 0, 2L), (usage.Phase, usage.Retries, usage.RetriedSteps));
        Assert.Equal(["Failed 2", "Skipped 1", "Succeeded 3"], Texts(usage.Steps));
        Assert.Equal((50_000, 0, 50_000), (usage.RunMilliseconds, usage.QueueMilliseconds, usage.StepMilliseconds));
        // Two steps of 10 s at 2 cores and 2 times 100 MiB, and three attempts of 10 s at the default tenth and 100 MiB.
        Assert.Equal(["cpu 43", "memory 70"], Texts(usage.Resources));
    }

    [Fact]
    public void Usage_CountsStepsThatTakeLessThanAMillisecondEach()
    {
        var run = new RunDriver();
        run.Submit(Steps);
        var moment = TimeSpan.FromMicroseconds(300);
        Pass(run, "first", after: moment);
        Pass(run, "flaky(0)", after: moment);
        Pass(run, "last", after: moment);

        var usage = RunUsage.Of(run.State);

        Assert.Equal((1, 1), (usage.RunMilliseconds, usage.StepMilliseconds));
    }

    [Fact]
    public void Usage_KeepsWhatWasDoneBefore_WhenTheRunIsRetried()
    {
        var run = new RunDriver();
        run.Submit(Steps);
        Pass(run, "first");
        Pass(run, "flaky(0)");
        Pass(run, "last", NodePhase.Failed);
        var before = RunUsage.Of(run.State);
        run.Now += TimeSpan.FromHours(1);

        run.Send(new RetryRun { Now = run.Now });
        Assert.Null(run.Rejection);
        var between = RunUsage.Of(run.State);
        run.Restart();
        Pass(run, "last");
        var after = RunUsage.Of(run.State);

        Assert.Equal((WorkflowPhase.Failed, 30_000, 30_000, 0L, 0), (before.Phase, before.RunMilliseconds, before.StepMilliseconds, before.RetriedSteps, before.Retries));
        Assert.Equal((30_000, 1L, 1), (between.StepMilliseconds, between.RetriedSteps, between.Retries));
        Assert.Equal((WorkflowPhase.Succeeded, 40_000, 40_000, 1L, 1), (after.Phase, after.RunMilliseconds, after.StepMilliseconds, after.RetriedSteps, after.Retries));
        Assert.Equal(["Failed 1", "Skipped 1", "Succeeded 2"], Texts(before.Steps));
        Assert.Equal(["Failed 1", "Skipped 1", "Succeeded 3"], Texts(after.Steps));
        Assert.Equal(before.Resources["cpu"] + 20, after.Resources["cpu"]);
    }

    [Fact]
    public void Usage_CountsTheTimeUntilTheFirstStart_AndFaultsOfTheMachinery()
    {
        var run = new RunDriver();
        run.Submit(RunDriver.Create(Steps).Workflow with { Status = null, Metadata = new ObjectMeta { Name = "u", CreationTimestamp = run.Now.AddSeconds(-7) } }, [], []);
        run.Report(run.Node("u[0].first").Id, NodePhase.Failed, "its host is gone", infrastructure: true);
        Pass(run, "first", NodePhase.Failed);
        run.Now += TimeSpan.FromHours(1);
        run.Send(new RetryRun { Now = run.Now });
        Pass(run, "first", NodePhase.Failed);

        var usage = RunUsage.Of(run.State);

        Assert.Equal((7_000, 20_000, 2L), (usage.QueueMilliseconds, usage.RunMilliseconds, usage.RetriedSteps));
        Assert.Equal(["Failed 2"], Texts(usage.Steps));
    }

    [Fact]
    public void Usage_AndWhatIsCountedOfIt_StandInTheSnapshot()
    {
        var run = new RunDriver();
        run.Submit(Steps);
        Pass(run, "first", NodePhase.Failed);
        var counted = new CountedUsage(new UsagePlace(new DateOnly(2026, 1, 2), "default", "team", "Workflow", "u", "ann", ""), RunUsage.Of(run.State));
        run.State.Count(counted);
        run.Send(new RetryRun { Now = run.Now });

        var again = RunSnapshot.Decode(RunSnapshot.Encode(run.State));

        Assert.Equal(counted.Place, again.Counted!.Place);
        Assert.Equal(Texts(counted.Usage.Steps), Texts(again.Counted.Usage.Steps));
        var (live, stored) = (RunUsage.Of(run.State), RunUsage.Of(again));
        Assert.Equal((live.RunMilliseconds, live.StepMilliseconds, live.RetriedSteps, live.Retries), (stored.RunMilliseconds, stored.StepMilliseconds, stored.RetriedSteps, stored.Retries));
        Assert.Equal(Texts(live.Steps), Texts(stored.Steps));
    }

    private static void Pass(RunDriver run, string step, string phase = NodePhase.Succeeded, TimeSpan? after = null)
    {
        run.Now += after ?? TimeSpan.FromSeconds(10);
        run.End(step, phase);
    }

    private static IEnumerable<string> Texts(IReadOnlyDictionary<string, long> amounts) => amounts.Select(item => $"{item.Key} {item.Value}");
}
