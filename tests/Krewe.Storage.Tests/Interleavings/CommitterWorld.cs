using Krewe.Testing;

namespace Krewe.Storage.Tests;

/// <summary>A database, what was acknowledged of it, and what must be true of both.</summary>
internal sealed class CommitterWorld
{
    private readonly Interleaving _interleaving;
    private readonly InMemoryStore _database = new();
    private readonly UncertainStore _store;
    private readonly List<(string RunId, long Number, string Payload)> _acknowledged = [];
    private int _asked;
    private int _answered;

    public CommitterWorld(Interleaving interleaving)
    {
        _interleaving = interleaving;
        _store = new UncertainStore(_database, interleaving);
    }

    public GroupCommitter MakeCommitter(int batch, int queue) => new(_store, new GroupCommitterOptions { MaxBatchCommits = batch, QueueCapacity = queue });

    /// <summary>Commits one after the other, and after a failure goes on from what is stored, as a run does that is loaded again.</summary>
    public async Task OwnAsync(GroupCommitter committer, string runId, string owner, int steps)
    {
        var next = 1L;
        for (var step = 0; step < steps; step++)
        {
            var outcome = await CommitAsync(committer, runId, next, $"{owner} {step}");
            if (outcome is null)
            {
                return;
            }

            next = outcome.Value ? next + 1 : (await _database.LoadAsync(runId))?.LastCommit + 1 ?? 1;
        }
    }

    /// <summary>True when it was acknowledged, false when it was refused or is uncertain, null when the committer takes no more.</summary>
    public async Task<bool?> CommitAsync(GroupCommitter committer, string runId, long number, string payload)
    {
        await Interleaving.StepAsync();
        _asked++;
        try
        {
            var result = await committer.CommitAsync(Commit(runId, number, payload));
            _interleaving.Note($"{runId} {number} '{payload}': {result.Status}");
            if (result.IsCommitted)
            {
                _acknowledged.Add((runId, number, payload));
                // Acknowledged is stored: not soon, but now.
                await CheckStoredAsync(runId, number, payload);
            }

            return result.IsCommitted;
        }
        catch (CommitUncertainException)
        {
            _interleaving.Note($"{runId} {number} '{payload}': uncertain");
            return false;
        }
        catch (ObjectDisposedException)
        {
            _interleaving.Note($"{runId} {number} '{payload}': not taken");
            return null;
        }
        finally
        {
            _answered++;
        }
    }

    /// <summary>Everyone was answered; no number was given twice; whatever was acknowledged is stored as it was handed in.</summary>
    public async Task CheckAsync()
    {
        await _store.SettleAsync();
        Assert.Equal(_asked, _answered);
        Assert.Equal(_acknowledged.Count, _acknowledged.Select(ack => (ack.RunId, ack.Number)).Distinct().Count());
        foreach (var (runId, number, payload) in _acknowledged)
        {
            await CheckStoredAsync(runId, number, payload);
        }
    }

    public static RunCommit Commit(string runId, long number, string payload) => new() { RunId = runId, CommitNo = number, Payload = RunStoreContract.Bytes(payload) };

    private async Task CheckStoredAsync(string runId, long number, string payload)
    {
        var stored = (await _database.LoadAsync(runId))?.Log.Where(record => record.CommitNo == number).Select(record => RunStoreContract.Text(record.Payload)).SingleOrDefault();
        Assert.True(stored == payload, $"commit {number} of {runId} was acknowledged as '{payload}', stored is '{stored}'");
    }
}
