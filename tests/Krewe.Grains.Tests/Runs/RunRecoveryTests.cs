using System.Net;
using Krewe.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Krewe.Grains.Tests.Runs;

/// <summary>After a restart nobody but the recovery may ask for a run: one that it forgets stands still for ever.</summary>
public sealed class RunRecoveryTests
{
    private readonly IRunStore _store = Substitute.For<IRunStore>();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public RunRecoveryTests()
    {
        _store.ListActiveAsync(Arg.Any<string?>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns([]);
        _store.ListDueWakeupsAsync(Arg.Any<DateTimeOffset>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns([]);
    }

    [Theory]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task Run_IsWokenAgain_WhenItCouldNotBeWokenAtStart(Type failure)
    {
        _store.ListActiveAsync(null, Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(["lost", "fine"]);
        var lost = Woken("lost", 3, (Exception)Activator.CreateInstance(failure)!);
        var fine = Woken("fine", 1);

        await RunUntilAsync(lost, fine);
    }

    [Fact]
    public async Task Runs_AreWoken_WhenTheyCouldNotBeListedAtStart()
    {
        _store.ListActiveAsync(null, Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(
            _ => throw new StorageException("the database is away"),
            _ => ["late"]);

        await RunUntilAsync(Woken("late", 1));
    }

    [Fact]
    public async Task Run_IsWoken_WhenItsActivationWasGivenUp()
    {
        var given = Woken("given-up", 2, new CommitUncertainException("the old activation"));
        var recovery = Recovery();
        recovery.WakeAgain("given-up");

        await RunUntilAsync(recovery, given);
    }

    [Fact]
    public async Task Runs_OfThisSilo_AskAgain_WhenAHostHasGoneAndItsStepsAreGivenUp()
    {
        var time = new FakeTimeProvider();
        var hosts = new ClusterHosts(time) { Own = "a" };
        var (a, b) = (SiloAddress.New(IPAddress.Loopback, 1, 0), SiloAddress.New(IPAddress.Loopback, 2, 0));
        hosts.Update(new Dictionary<string, SiloAddress> { ["a"] = a, ["b"] = b });
        var listed = 0;
        // Not at start: it came to this silo since, and its activation is not there any more.
        _store.ListOwnedAsync("a", null, Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(_ => listed++ == 0 ? [] : ["own"]);
        var scans = new SemaphoreSlim(0);
        _store.ListOrphansAsync(Arg.Any<IReadOnlyCollection<string>>(), Arg.Any<string?>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(_ =>
        {
            scans.Release();
            return [];
        });
        var asked = Woken("own", 1);
        var running = new RunRecovery(_store, _grains, hosts, time, NullLogger<RunRecovery>.Instance).RunAsync(_stop.Token);
        await scans.WaitAsync(_stop.Token);

        hosts.Update(new Dictionary<string, SiloAddress> { ["a"] = a });
        await scans.WaitAsync(_stop.Token);
        Assert.False(asked.IsCompleted);
        while (!asked.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.True(time.GetUtcNow() - new FakeTimeProvider().GetUtcNow() >= hosts.Patience);
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>Completes with the n-th call to wake the run; those before fail.</summary>
    private Task Woken(string uid, int calls, Exception? failure = null)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = Substitute.For<IRunGrain>();
        var count = 0;
        run.Ensure().Returns(_ => CallAsync());
        run.AskAgain().Returns(_ => CallAsync());
        _grains.GetGrain<IRunGrain>(uid).Returns(run);
        return done.Task;

        Task CallAsync()
        {
            if (++count < calls)
            {
                return Task.FromException(failure!);
            }

            done.TrySetResult();
            return Task.CompletedTask;
        }
    }

    private RunRecovery Recovery() => new(_store, _grains, new ClusterHosts(TimeProvider.System), TimeProvider.System, NullLogger<RunRecovery>.Instance);

    private Task RunUntilAsync(params Task[] conditions) => RunUntilAsync(Recovery(), conditions);

    private async Task RunUntilAsync(RunRecovery recovery, params Task[] conditions)
    {
        var running = recovery.RunAsync(_stop.Token);
        Assert.NotSame(running, await Task.WhenAny(running, Task.WhenAll(conditions)));
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
