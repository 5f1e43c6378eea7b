using System.Diagnostics.Metrics;

namespace Krewe.Storage.Tests;

public sealed class GroupCommitterTests : IAsyncDisposable
{
    private readonly InMemoryStore _memory = new();
    private readonly FaultyStore _store;

    public GroupCommitterTests() => _store = new FaultyStore(_memory);

    public ValueTask DisposeAsync() => _memory.DisposeAsync();

    [Fact]
    public async Task Committer_SharesOneTransaction_AmongThoseThatWaited()
    {
        var gate = new TaskCompletionSource();
        _store.Hold = () => gate.Task;
        await using var committer = new GroupCommitter(_store);
        var calls = Enumerable.Range(0, 100).Select(i => committer.CommitAsync(Commit($"r{i}", 1))).ToArray();

        gate.SetResult();
        var results = await Task.WhenAll(calls);

        Assert.All(results, result => Assert.True(result.IsCommitted));
        // The lane may have taken some before the others came; whatever came meanwhile went together.
        Assert.InRange(_store.Batches.Count, 1, 2);
        Assert.Equal((100, _store.Batches.Count, 0, 0), (committer.Commits, committer.Flushes, committer.Uncertain, committer.Waiting));
        Assert.Equal(_store.Batches.Max(), committer.LargestFlush);
    }

    [Fact]
    public async Task Committer_KeepsBatchesWithinTheirBounds()
    {
        var gate = new TaskCompletionSource();
        _store.Hold = () => gate.Task;
        await using var committer = new GroupCommitter(_store, new GroupCommitterOptions { MaxBatchCommits = 10, MaxBatchBytes = 10_000 });
        var small = Enumerable.Range(0, 40).Select(i => committer.CommitAsync(Commit($"s{i}", 1))).ToArray();
        var large = Enumerable.Range(0, 5).Select(i => committer.CommitAsync(Commit($"l{i}", 1) with { Payload = new byte[20_000] })).ToArray();

        gate.SetResult();
        await Task.WhenAll([.. small, .. large]);

        Assert.All(_store.Batches, size => Assert.InRange(size, 1, 10));
        Assert.Equal([1, 1, 1, 1, 1], _store.Batches.TakeLast(5));
        Assert.Equal(45, _store.Batches.Sum());
    }

    [Fact]
    public async Task Committer_HoldsCallersBack_WhenItsQueueIsFull()
    {
        var (gate, entered) = (new TaskCompletionSource(), new TaskCompletionSource());
        _store.Hold = () =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        await using var committer = new GroupCommitter(_store, new GroupCommitterOptions { QueueCapacity = 2 });
        var taken = committer.CommitAsync(Commit("taken", 1));
        await entered.Task;
        var queued = new[] { committer.CommitAsync(Commit("q1", 1)), committer.CommitAsync(Commit("q2", 1)) };
        using var patience = new CancellationTokenSource();
        var outside = committer.CommitAsync(Commit("outside", 1), patience.Token);

        Assert.Equal(2, committer.Waiting);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outside);
        gate.SetResult();
        await Task.WhenAll([taken, .. queued]);
        Assert.Null(await _memory.LoadAsync("outside"));
    }

    [Fact]
    public async Task Committer_WritesTheWholeBatch_WhenACallerStopsWaiting()
    {
        var gate = new TaskCompletionSource();
        _store.Hold = () => gate.Task;
        await using var committer = new GroupCommitter(_store);
        using var patience = new CancellationTokenSource();
        var impatient = committer.CommitAsync(Commit("r1", 1), patience.Token);
        var patient = committer.CommitAsync(Commit("r2", 1));

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        gate.SetResult();

        Assert.True((await patient).IsCommitted);
        Assert.NotNull(await _memory.LoadAsync("r1"));
    }

    [Theory]
    [InlineData(nameof(Fault.Before))]
    [InlineData(nameof(Fault.After))]
    public async Task Committer_TellsEveryCallerAndGoesOn_WhenATransactionFails(string fault)
    {
        var (gate, first) = (new TaskCompletionSource(), true);
        _store.Hold = () => gate.Task;
        _store.Next = () => first ? Enum.Parse<Fault>(fault) : Fault.None;
        await using var committer = new GroupCommitter(_store);
        var calls = Enumerable.Range(0, 5).Select(i => committer.CommitAsync(Commit($"r{i}", 1))).ToArray();
        gate.SetResult();

        foreach (var call in calls)
        {
            Assert.IsType<IOException>((await Assert.ThrowsAsync<CommitUncertainException>(() => call)).InnerException);
        }

        first = false;
        Assert.True((await committer.CommitAsync(Commit("other", 1))).IsCommitted);
        Assert.Equal(5, committer.Uncertain);
    }

    [Fact]
    public async Task Committer_SaysThatItFails_UntilATransactionGoesThrough()
    {
        var fault = Fault.Before;
        _store.Next = () => fault;
        using var meter = new Meter("test");
        var retries = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, meter) && instrument.Name == "queue_retries")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref retries, value));
        listener.Start();
        await using var committer = new GroupCommitter(_store, meter: meter);
        await Assert.ThrowsAsync<CommitUncertainException>(() => committer.CommitAsync(Commit("r1", 1)));
        var failing = committer.SinceFailure;
        fault = Fault.None;

        await committer.CommitAsync(Commit("r2", 1));

        Assert.NotNull(failing);
        Assert.Null(committer.SinceFailure);
        Assert.Equal(1, retries);
    }

    [Fact]
    public async Task Committer_WritesWhatWaits_AndTakesNoMore_WhenDisposed()
    {
        var gate = new TaskCompletionSource();
        _store.Hold = () => gate.Task;
        var committer = new GroupCommitter(_store);
        var calls = Enumerable.Range(0, 20).Select(i => committer.CommitAsync(Commit($"r{i}", 1))).ToArray();

        var disposal = committer.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => committer.CommitAsync(Commit("late", 1)));
        gate.SetResult();
        await disposal;

        Assert.All(await Task.WhenAll(calls), result => Assert.True(result.IsCommitted));
    }

    [Fact]
    public async Task Committer_NeverLosesAnAcknowledgement_WhenTwoOwnersRaceAndTheStoreFails()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var (memory, random) = (new InMemoryStore(), new Random(seed));
            var store = new FaultyStore(memory) { Next = () => (Fault)Math.Min(random.Next(10), 3) is var fault && fault is Fault.Before or Fault.After ? fault : Fault.None };
            await using var left = new GroupCommitter(store, new GroupCommitterOptions { MaxBatchCommits = 3 });
            await using var right = new GroupCommitter(store, new GroupCommitterOptions { MaxBatchCommits = 3 });

            // Two owners of each of four runs, as after a split cluster.
            var acknowledged = (await Task.WhenAll(Enumerable.Range(0, 8).Select(i => OwnAsync(memory, i < 4 ? left : right, $"r{i % 4}", $"owner {i}")))).SelectMany(acks => acks).ToArray();

            Assert.Equal(acknowledged.Length, acknowledged.Select(ack => (ack.RunId, ack.Number)).Distinct().Count());
            foreach (var run in acknowledged.GroupBy(ack => ack.RunId))
            {
                var stored = (await memory.LoadAsync(run.Key))!.Log.ToDictionary(record => record.CommitNo, record => RunStoreContract.Text(record.Payload));
                Assert.All(run, ack => Assert.Equal(ack.Payload, stored[ack.Number]));
            }
        }
    }

    private static async Task<List<(string RunId, long Number, string Payload)>> OwnAsync(InMemoryStore store, GroupCommitter committer, string runId, string owner)
    {
        var acknowledged = new List<(string, long, string)>();
        var next = 1L;
        for (var step = 0; step < 25; step++)
        {
            var payload = $"{owner} step {step}";
            try
            {
                var result = await committer.CommitAsync(new RunCommit { RunId = runId, CommitNo = next, Payload = RunStoreContract.Bytes(payload) });
                if (result.IsCommitted)
                {
                    acknowledged.Add((runId, next++, payload));
                    continue;
                }
            }
            catch (CommitUncertainException)
            {
                // What a grain does: forget and reload.
            }

            next = (await store.LoadAsync(runId))?.LastCommit + 1 ?? 1;
        }

        return acknowledged;
    }

    private static RunCommit Commit(string runId, long number) => new() { RunId = runId, CommitNo = number, Payload = new byte[10] };
}
