using Krewe.Client;
using Krewe.Engine;
using Krewe.Grains;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Hosting.Tests;

/// <summary>Semaphores with limits in the engine's store, and who holds them.</summary>
public sealed class SyncTests(EngineFixture engine)
{
    private readonly string _key = "sem-" + Guid.NewGuid().ToString("n")[..8];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ILockGrain Locks => engine.Services.GetRequiredService<IGrainFactory>().GetGrain<ILockGrain>(ILockGrain.Key);

    [Fact]
    public async Task Limits_Are_Made_Read_Changed_And_Deleted()
    {
        var limit = new SyncLimit { Key = _key, Limit = 2 };
        await engine.Workflows.CreateSyncLimitAsync(limit, Token);

        var twice = await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.CreateSyncLimitAsync(limit, Token));
        var zero = await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.UpdateSyncLimitAsync(limit with { Limit = 0 }, Token));
        await engine.Workflows.UpdateSyncLimitAsync(limit with { Limit = 5 }, Token);
        var read = await engine.Workflows.GetSyncLimitAsync(new SyncLimit { Key = _key }, Token);
        await engine.Workflows.DeleteSyncLimitAsync(limit, Token);
        var gone = await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.GetSyncLimitAsync(limit, Token));

        Assert.Equal(5, read.Limit);
        Assert.Equal((KreweErrorCode.AlreadyExists, KreweErrorCode.InvalidArgument, KreweErrorCode.NotFound), (twice.Code, zero.Code, gone.Code));
    }

    [Fact]
    public async Task Limits_Of_Config_Maps_Keep_The_Other_Keys()
    {
        var limit = new SyncLimit { Type = SyncLimit.ConfigMapType, CmName = _key, Key = "a", Limit = 1 };
        await engine.Workflows.CreateSyncLimitAsync(limit, Token);
        await engine.Workflows.CreateSyncLimitAsync(limit with { Key = "b", Limit = 2 }, Token);
        await engine.Workflows.UpdateSyncLimitAsync(limit with { Limit = 3 }, Token);
        await engine.Workflows.DeleteSyncLimitAsync(limit with { Key = "b" }, Token);

        Assert.Equal(3, (await engine.Workflows.GetSyncLimitAsync(limit, Token)).Limit);
        await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.GetSyncLimitAsync(limit with { Key = "b" }, Token));
    }

    [Fact]
    public async Task Waiter_Is_Seen_And_Goes_On_When_The_Limit_Grows()
    {
        await engine.Workflows.CreateSyncLimitAsync(new SyncLimit { Key = _key, Limit = 1 }, Token);
        var first = await engine.SubmitAsync(Suspended());
        var second = await engine.SubmitAsync(Suspended());
        await UntilAsync(second, run => run.Status?.Message?.Contains("Lock status: 0/1", StringComparison.Ordinal) == true);

        var seen = (await engine.Workflows.ListLocksAsync(Namespaces.Default, Token)).Single(item => item.Name == $"default/Database/{_key}");
        await engine.Workflows.UpdateSyncLimitAsync(new SyncLimit { Key = _key, Limit = 2 }, Token);
        await UntilAsync(second, run => run.Status?.Phase == WorkflowPhase.Running);

        Assert.Equal([$"default/{first.Metadata.Name}"], seen.Holders.Select(user => user.Holder));
        Assert.Equal([($"default/{second.Metadata.Name}", 1)], seen.Waiters.Select(user => (user.Holder, user.Position)));
        await engine.Workflows.TerminateAsync(EngineFixture.RefOf(first), Token);
        await engine.Workflows.TerminateAsync(EngineFixture.RefOf(second), Token);
    }

    [Fact]
    public async Task Semaphore_Without_A_Limit_Says_How_To_Make_One()
    {
        var run = await engine.RunAsync(Suspended());

        Assert.Contains($"krewe sync create {_key} --type database --limit N", run.Status?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Holder_That_Is_Gone_Loses_Its_Locks(bool ended)
    {
        await engine.Workflows.CreateSyncLimitAsync(new SyncLimit { Key = _key, Limit = 1 }, Token);
        var uid = ended ? (await engine.RunAsync("{apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: {generateName: over-}, spec: {entrypoint: a, templates: [{name: a, container: {image: busybox, command: ['true']}}]}}")).Metadata.Uid! : "no-such-run";
        // What a crash between a run's end and the release of its locks leaves behind.
        var request = new AcquireLocks("default/ghost", [new LockRequest($"default/Database/{_key}", IsMutex: false, null, _key, Database: true)], 0, DateTimeOffset.UnixEpoch);
        Assert.True((await Locks.Acquire(new LockRequestMessage(uid, request))).Granted);

        var run = await engine.SubmitAsync(Suspended());
        await UntilAsync(run, seen => seen.Status?.Phase == WorkflowPhase.Running);
        await engine.Workflows.TerminateAsync(EngineFixture.RefOf(run), Token);
    }

    [Fact]
    public async Task Holder_That_Its_Living_Run_Does_Not_Know_Loses_Its_Locks()
    {
        await engine.Workflows.CreateSyncLimitAsync(new SyncLimit { Key = _key, Limit = 1 }, Token);
        var living = await engine.SubmitAsync("{apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: {generateName: lives-}, spec: {entrypoint: a, templates: [{name: a, suspend: {}}]}}");
        var request = new AcquireLocks($"default/{living.Metadata.Name}/ended-node", [new LockRequest($"default/Database/{_key}", IsMutex: false, null, _key, Database: true)], 0, DateTimeOffset.UnixEpoch);
        Assert.True((await Locks.Acquire(new LockRequestMessage(living.Metadata.Uid!, request))).Granted);

        var run = await engine.SubmitAsync(Suspended());
        await UntilAsync(run, seen => seen.Status?.Phase == WorkflowPhase.Running);
        await engine.Workflows.TerminateAsync(EngineFixture.RefOf(run), Token);
        await engine.Workflows.TerminateAsync(EngineFixture.RefOf(living), Token);
    }

    private string Suspended() => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: locked-}
        spec:
          entrypoint: main
          synchronization: {semaphores: [{database: {key: {{_key}} } }]}
          templates: [{name: main, suspend: {} }]
        """;

    private async Task UntilAsync(Workflow run, Func<Workflow, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        await foreach (var update in engine.Workflows.WatchAsync(EngineFixture.RefOf(run), new WatchOptions(), limit.Token))
        {
            if (condition(update.Object))
            {
                return;
            }
        }

        Assert.Fail($"{run.Metadata.Name} never came to it");
    }
}
