using Krewe.Crash.Tests.Campaign;
using Krewe.Model;

namespace Krewe.Crash.Tests;

/// <summary>The supervisor dies, and every step with it: no program's fault.</summary>
public sealed class SupervisorKillTests
{
    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Step_RunsAgain_WhenTheSupervisorIsKilled()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await GatedRun.StartAsync(engine, cancellation);

        await ProcessTable.KillAsync(engine.SupervisorId);
        await StartedAsync(engine, run.Name, times: 2, cancellation);
        Scripts.OpenGate(engine, run.Name);

        AssertRanAgain(await RunCheck.EndAsync(engine.Client, run, cancellation), engine, starts: 2);
    }

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Step_RunsAgain_WhenSupervisorAndEngineAreKilled()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await GatedRun.StartAsync(engine, cancellation);

        await engine.KillAsync();
        await ProcessTable.KillAsync(engine.SupervisorId);
        await engine.StartAsync(cancellation);
        await StartedAsync(engine, run.Name, times: 2, cancellation);
        // Once more, now with the engine there first: the budget is not used up by it.
        await ProcessTable.KillAsync(engine.SupervisorId);
        await StartedAsync(engine, run.Name, times: 3, cancellation);
        Scripts.OpenGate(engine, run.Name);

        AssertRanAgain(await RunCheck.EndAsync(engine.Client, run, cancellation), engine, starts: 3);
    }

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Run_Fails_WhenTheSupervisorIsKilledMoreOftenThanTheBudgetAllows()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await GatedRun.StartAsync(engine, cancellation);
        for (var started = 1; started <= 4; started++)
        {
            await StartedAsync(engine, run.Name, started, cancellation);
            await ProcessTable.KillAsync(engine.SupervisorId);
        }

        var ended = await RunCheck.EndAsync(engine.Client, run, cancellation);
        Assert.Equal((WorkflowPhase.Failed, NodePhase.Error), (ended.Workflow.Status?.Phase, ended.Node("first").Phase));
        Assert.Equal("the supervisor of local processes ended, and the step with it", ended.Node("first").Message);
        Assert.Equal(NodePhase.Succeeded, ended.Node(run.Name + ".onExit").Phase);
        Assert.DoesNotContain(ended.Nodes, node => !NodePhase.IsCompleted(node.Phase));
    }

    private static Task StartedAsync(EngineProcess engine, string run, int times, CancellationToken cancellationToken) =>
        Poll.UntilAsync(() => engine.Ledger.Count(run, "start") >= times, cancellationToken);

    /// <summary>The first step was lost and came to its end in its last attempt; the others ran once.</summary>
    private static void AssertRanAgain(FinishedRun run, EngineProcess engine, int starts)
    {
        Assert.Equal(WorkflowPhase.Succeeded, run.Workflow.Status?.Phase);
        Assert.Equal("before\nafter", run.Parameter("second", "word"));
        var first = $"{run.Workflow.Metadata.Uid}/{run.Node("first").Id}/";
        var entries = engine.Ledger.Of(run.Name);
        Assert.Equal(Enumerable.Range(0, starts).Select(attempt => first + attempt), entries.Where(entry => entry.What == "start" && entry.Work.StartsWith(first, StringComparison.Ordinal)).Select(entry => entry.Work));
        Assert.Equal([first + (starts - 1)], entries.Where(entry => entry.What == "end" && entry.Work.StartsWith(first, StringComparison.Ordinal)).Select(entry => entry.Work));
        Assert.Equal(starts + 2, entries.Count(entry => entry.What == "start"));
        Assert.Equal(3, entries.Count(entry => entry.What == "end"));
    }
}
