namespace Krewe.Storage.Tests;

/// <summary>A run store that can be held and made to fail before or after the write, as a database can.</summary>
internal sealed class FaultyStore(IRunStore inner) : IRunStore
{
    private readonly Lock _gate = new();

    /// <summary>Asked once per transaction.</summary>
    public Func<Fault> Next { get; set; } = () => Fault.None;

    /// <summary>Awaited before each transaction.</summary>
    public Func<Task> Hold { get; set; } = () => Task.CompletedTask;

    public List<int> Batches { get; } = [];

    public async Task<IReadOnlyList<CommitResult>> CommitAsync(IReadOnlyList<RunCommit> batch, CancellationToken cancellationToken = default)
    {
        await Hold();
        Fault fault;
        lock (_gate)
        {
            Batches.Add(batch.Count);
            fault = Next();
        }

        if (fault == Fault.Before)
        {
            throw new IOException("failed before the write");
        }

        var results = await inner.CommitAsync(batch, cancellationToken);
        await Task.Yield();
        return fault == Fault.After ? throw new IOException("failed after the write") : results;
    }

    public Task<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken = default) => inner.LoadAsync(runId, cancellationToken);

    public Task<IReadOnlyList<string>> ListBetweenAsync(string after, string before, CancellationToken cancellationToken = default) =>
        inner.ListBetweenAsync(after, before, cancellationToken);

    public Task<IReadOnlyList<string>> ListActiveAsync(string? afterRunId, int limit, CancellationToken cancellationToken = default) =>
        inner.ListActiveAsync(afterRunId, limit, cancellationToken);

    public Task<IReadOnlyList<DueWakeup>> ListDueWakeupsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        inner.ListDueWakeupsAsync(now, limit, cancellationToken);
}
