using Krewe.Client;
using Krewe.Model;

namespace Krewe.Crash.Tests;

/// <summary>Semaphores of the store when the engine dies with a holder and a waiter.</summary>
public sealed class LockTests
{
    private const string Yaml = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: locked-}
        spec:
          entrypoint: main
          synchronization: {semaphores: [{database: {key: one}}]}
          templates:
            - name: main
              script:
                image: alpine
                command: [bash]
                source: |
                  @begin@
                  @gate@
                  @end@
        """;

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Holders_ComeOneAfterAnother_WhenTheEngineIsKilledBetween()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        await engine.Client.CreateSyncLimitAsync(new SyncLimit { Key = "one", Limit = 1 }, cancellation);
        var first = await SubmitAsync(engine, cancellation);
        await Poll.UntilAsync(() => engine.Ledger.Count(first.Name, "start") > 0, cancellation);
        var second = await SubmitAsync(engine, cancellation);
        await engine.RestartAsync(cancellation);

        Scripts.OpenGate(engine, second.Name);
        var held = Assert.Single(await engine.Client.ListLocksAsync(Namespaces.Default, cancellation));
        Scripts.OpenGate(engine, first.Name);
        // The holder ends while no engine is there, too: its lock is free when the next one has seen it.
        await engine.KillAsync();
        await Poll.UntilAsync(() => engine.Ledger.Count(first.Name, "end") > 0, cancellation);
        await engine.StartAsync(cancellation);
        var ends = new[] { await RunCheck.EndAsync(engine.Client, first, cancellation), await RunCheck.EndAsync(engine.Client, second, cancellation) };

        Assert.Equal([$"{Namespaces.Default}/{first.Name}"], held.Holders.Select(user => user.Holder));
        Assert.All(ends, run => Assert.Equal(WorkflowPhase.Succeeded, run.Workflow.Status?.Phase));
        var order = (await File.ReadAllLinesAsync(engine.Ledger.Path, cancellation)).Select(line => line.Split(' ')).Select(words => $"{words[0]} {words[^1]}");
        Assert.Equal([$"{first.Name} start", $"{first.Name} end", $"{second.Name} start", $"{second.Name} end"], order);
    }

    private static async Task<RunRef> SubmitAsync(EngineProcess engine, CancellationToken cancellationToken)
    {
        var run = await engine.Client.CreateAsync(new CreateRunRequest { Namespace = Namespaces.Default, Workflow = Scripts.Read(Yaml, engine) }, cancellationToken);
        return new RunRef(Namespaces.Default, run.Metadata.Name!, run.Metadata.Uid);
    }
}
