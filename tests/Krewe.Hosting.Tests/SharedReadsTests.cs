using Microsoft.Extensions.Time.Testing;

namespace Krewe.Hosting.Tests;

/// <summary>Many readers of one thing cost two readings and see nothing that is too old.</summary>
public sealed class SharedReadsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Queue<TaskCompletionSource<int>> _readings = [];
    private readonly SemaphoreSlim _begun = new(0);
    private int _callers;

    private SharedReads<string, int> Reads => field ??= new(
        _ =>
        {
            var reading = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_readings)
            {
                _readings.Enqueue(reading);
            }

            _begun.Release();
            return reading.Task;
        },
        (_, callers) =>
        {
            _callers = callers;
            return TimeSpan.FromSeconds(callers);
        },
        _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_ShareTheReadingThatBeginsAfterTheyAsked()
    {
        var first = AskAsync();
        var reading = await BegunAsync();
        var others = Enumerable.Range(0, 10).Select(_ => AskAsync(inHurry: true)).ToList();

        reading.SetResult(1);
        (await BegunAsync()).SetResult(2);

        Assert.Equal(1, await first);
        Assert.All(await Task.WhenAll(others), value => Assert.Equal(2, value));
        Assert.Empty(_readings);
    }

    [Fact]
    public async Task NextReading_WaitsForThePace_UnlessSomebodyIsInAHurry()
    {
        var first = AskAsync();
        (await BegunAsync()).SetResult(1);
        await first;
        var second = AskAsync();
        Assert.Equal(0, _begun.CurrentCount);

        _time.Advance(TimeSpan.FromSeconds(1));
        (await BegunAsync()).SetResult(2);
        Assert.Equal(2, await second);

        var third = AskAsync();
        var hurried = AskAsync(inHurry: true);
        (await BegunAsync()).SetResult(3);

        Assert.Equal((3, 3, 2), (await third, await hurried, _callers));
    }

    [Fact]
    public async Task Failure_IsToldToThoseWhoAsked_AndTheNextOneTriesAgain()
    {
        var first = AskAsync();
        (await BegunAsync()).SetException(new InvalidOperationException("no"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);

        var second = AskAsync();
        (await BegunAsync()).SetResult(2);

        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task CallerThatGivesUp_LeavesTheOthers()
    {
        using var stop = new CancellationTokenSource();
        var given = Reads.ReadAsync("x", inHurry: false, stop.Token);
        var other = Reads.ReadAsync("y", inHurry: false, Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        (await BegunAsync()).SetResult(1);
        (await BegunAsync()).SetResult(2);

        Assert.Equal(2, await other);
    }

    private Task<int> AskAsync(bool inHurry = false) => Reads.ReadAsync("x", inHurry, Token);

    private async Task<TaskCompletionSource<int>> BegunAsync()
    {
        await _begun.WaitAsync(Token);
        lock (_readings)
        {
            return _readings.Dequeue();
        }
    }
}
