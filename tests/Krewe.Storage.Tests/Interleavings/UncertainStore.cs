using Krewe.Testing;

namespace Krewe.Storage.Tests;

/// <summary>A store that takes its time, and fails in all the ways in which a database does.</summary>
internal sealed class UncertainStore(IRunStore inner, Interleaving interleaving) : IRunStore
{
    private const int Outcomes = 4;

    private readonly List<Task> _late = [];

    public async Task<IReadOnlyList<CommitResult>> CommitAsync(IReadOnlyList<RunCommit> batch, CancellationToken cancellationToken = default)
    {
        await Interleaving.StepAsync();
        var outcome = interleaving.Choose(Outcomes);
        interleaving.Note($"store: {batch.Count} commits, {outcome switch { 0 => "done", 1 => "not written", 2 => "written, answer lost", _ => "answer lost, written later" }}");
        switch (outcome)
        {
            case 0:
                var results = await inner.CommitAsync(batch, cancellationToken);
                await Interleaving.StepAsync();
                return results;
            case 1:
                break;
            case 2:
                await inner.CommitAsync(batch, cancellationToken);
                await Interleaving.StepAsync();
                break;
            default:
                // The network holds it up, and delivers it when its sender has given it up.
                _late.Add(Interleaving.Beside(() => inner.CommitAsync(batch, cancellationToken)));
                break;
        }

        throw new IOException("the connection broke");
    }

    /// <summary>Waits for what is still under way.</summary>
    public Task SettleAsync() => Task.WhenAll(_late);

    public Task<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken = default) => inner.LoadAsync(runId, cancellationToken);

    public Task<IReadOnlyList<string>> ListBetweenAsync(string after, string before, CancellationToken cancellationToken = default) => inner.ListBetweenAsync(after, before, cancellationToken);

    public Task<IReadOnlyList<string>> ListActiveAsync(string? afterRunId, int limit, CancellationToken cancellationToken = default) =>
        inner.ListActiveAsync(afterRunId, limit, cancellationToken);

    public Task<IReadOnlyList<DueWakeup>> ListDueWakeupsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        inner.ListDueWakeupsAsync(now, limit, cancellationToken);
}
