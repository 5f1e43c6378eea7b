using Krewe.Client;
using Krewe.Model;

namespace Krewe.Crash.Tests;

/// <summary>A command that was acknowledged before the kill holds after it.</summary>
public sealed class ControlTests
{
    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Stop_Holds_WhenTheEngineIsKilledRightAfter()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await GatedRun.StartAsync(engine, cancellation);
        await engine.Client.StopAsync(run, new StopOptions { Message = "enough" }, cancellation);
        await engine.RestartAsync(cancellation);

        var ended = await RunCheck.EndAsync(engine.Client, run, cancellation);
        Assert.Equal(WorkflowPhase.Failed, ended.Workflow.Status?.Phase);
        Assert.Equal(NodePhase.Succeeded, ended.Node(run.Name + ".onExit").Phase);
        Assert.DoesNotContain(ended.Nodes, node => node.DisplayName == "second" && node.Type == NodeType.Pod);
        Assert.Equal(2, engine.Ledger.Count(run.Name, "start"));
        Assert.Equal(1, engine.Ledger.Count(run.Name, "end"));
    }

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Terminate_Holds_WhenTheEngineIsKilledRightAfter()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await GatedRun.StartAsync(engine, cancellation);
        await engine.Client.TerminateAsync(run, cancellation);
        await engine.RestartAsync(cancellation);

        var ended = await RunCheck.EndAsync(engine.Client, run, cancellation);
        Assert.Equal(WorkflowPhase.Failed, ended.Workflow.Status?.Phase);
        Assert.DoesNotContain(ended.Nodes, node => node.DisplayName == run.Name + ".onExit");
        // A terminated run is over at once; what it had running is ended right after.
        await Poll.UntilAsync(() => !ProcessTable.HasSteps(run.Name), cancellation);
        Assert.Equal(["start"], engine.Ledger.Of(run.Name).Select(entry => entry.What));
    }

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task SuspendAndResume_Hold_WhenTheEngineIsKilledRightAfterEach()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await GatedRun.StartAsync(engine, cancellation);
        await engine.Client.SuspendAsync(run, cancellation);
        await engine.RestartAsync(cancellation);
        Scripts.OpenGate(engine, run.Name);
        await FirstEndedAsync(engine, run, cancellation);
        await engine.RestartAsync(cancellation);

        var suspended = await engine.Client.GetAsync(run, cancellation);
        Assert.True(suspended.Spec.Suspend);
        Assert.Equal(WorkflowPhase.Running, suspended.Status?.Phase);
        Assert.Equal(["start", "end"], engine.Ledger.Of(run.Name).Select(entry => entry.What));

        await engine.Client.ResumeAsync(run, new ResumeOptions(), cancellation);
        await engine.RestartAsync(cancellation);
        await GatedRun.HoldsAsync(await RunCheck.EndAsync(engine.Client, run, cancellation), engine);
    }

    private static async Task FirstEndedAsync(EngineProcess engine, RunRef run, CancellationToken cancellationToken)
    {
        await foreach (var update in engine.Client.WatchAsync(run, new WatchOptions(), cancellationToken))
        {
            if (update.Object.Status?.Nodes?.Values.Any(node => node.DisplayName == "first" && NodePhase.IsCompleted(node.Phase)) == true)
            {
                return;
            }
        }

        Assert.Fail("the run ended though it was suspended");
    }
}
