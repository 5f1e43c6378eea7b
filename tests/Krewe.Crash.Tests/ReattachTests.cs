using Krewe.Client;

namespace Krewe.Crash.Tests;

/// <summary>Steps that run while the engine is away.</summary>
public sealed class ReattachTests
{
    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Step_GoesOnUntouched_WhenTheEngineIsKilledAndStartedAgain()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await GatedRun.StartAsync(engine, cancellation);
        await engine.RestartAsync(cancellation);
        await RunningAsync(engine, run, cancellation);
        await engine.RestartAsync(cancellation);
        Scripts.OpenGate(engine, run.Name);

        await GatedRun.HoldsAsync(await RunCheck.EndAsync(engine.Client, run, cancellation), engine);
    }

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Step_IsTakenAsItEnded_WhenItEndedWhileNoEngineWasThere()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await GatedRun.StartAsync(engine, cancellation);
        await engine.KillAsync();
        Scripts.OpenGate(engine, run.Name);
        await Poll.UntilAsync(() => engine.Ledger.Count(run.Name, "end") > 0, cancellation);
        await engine.StartAsync(cancellation);

        await GatedRun.HoldsAsync(await RunCheck.EndAsync(engine.Client, run, cancellation), engine);
    }

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Step_GoesOn_WhenTheEngineIsAskedToEnd()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await GatedRun.StartAsync(engine, cancellation);
        var supervisor = engine.SupervisorId;

        Assert.Equal(0, await engine.StopAsync());
        Assert.False(File.Exists(engine.Data.SocketPath));
        Assert.Equal(supervisor, engine.SupervisorId);
        await engine.StartAsync(cancellation);
        await RunningAsync(engine, run, cancellation);
        Scripts.OpenGate(engine, run.Name);

        await GatedRun.HoldsAsync(await RunCheck.EndAsync(engine.Client, run, cancellation), engine);
        Assert.Equal(supervisor, engine.SupervisorId);
    }

    /// <summary>Waits until the engine tells that the first step runs.</summary>
    private static async Task RunningAsync(EngineProcess engine, RunRef run, CancellationToken cancellationToken)
    {
        await foreach (var update in engine.Client.WatchAsync(run, new WatchOptions(), cancellationToken))
        {
            if (update.Object.Status?.Nodes?.Values.Any(node => node is { DisplayName: "first", Phase: "Running" }) == true)
            {
                return;
            }
        }

        Assert.Fail("the run ended before its first step ran");
    }
}
