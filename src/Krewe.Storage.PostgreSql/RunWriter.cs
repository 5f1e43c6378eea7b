using Npgsql;

namespace Krewe.Storage.PostgreSql;

/// <summary>Writes commits of runs on one connection, one flush at a time.</summary>
/// <remarks>
/// A flush is two round trips: claims, then writes and the commit. What fails before the commit is sent has left no trace and
/// is tried again. When the connection goes while the commit is under way, the server is asked afterwards what became of
/// the transaction; only if it cannot say is the outcome uncertain.
/// </remarks>
internal sealed class RunWriter(PostgreSqlDatabase database, TimeProvider time) : IAsyncDisposable
{
    // All that a flush does goes by keys: the plans are the same whatever the values, also while the tables are nearly empty and grow.
    private const string PlanOnce = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off";

    private static readonly TimeSpan StatusPoll = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly RunIndexWrites _index = new();
    private NpgsqlConnection? _connection;
    private bool _closed;

    public async Task<IReadOnlyList<CommitResult>> CommitAsync(FlushItem[] batch, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(PostgreSqlStore));
            foreach (var round in FlushRounds.Of(batch))
            {
                await RunAsync(round).ConfigureAwait(false);
            }

            return Array.ConvertAll(batch, item => item.Result);
        }
        catch
        {
            _index.Forget();
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        _closed = true;
        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }

        _gate.Release();
        _gate.Dispose();
    }

    private async Task RunAsync(List<FlushItem> round)
    {
        while (round.Count > 0)
        {
            var left = round;
            await database.TryAsync(
                async _ =>
                {
                    await FlushAsync(left).ConfigureAwait(false);
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
            round = Again(left);
        }
    }

    /// <summary>Commits that wanted a name which one before them in the same round has let go since.</summary>
    private static List<FlushItem> Again(List<FlushItem> round)
    {
        var committed = new HashSet<string>(StringComparer.Ordinal);
        var again = new List<FlushItem>();
        foreach (var item in round)
        {
            if (item.Result is { Status: CommitStatus.NameTaken, ExistingRunId: { } holder } && committed.Contains(holder))
            {
                again.Add(item);
            }
            else if (item.Result.IsCommitted && item.Commit.Index is not null)
            {
                committed.Add(item.Commit.RunId);
            }
        }

        return again;
    }

    private async Task FlushAsync(List<FlushItem> round)
    {
        round.ForEach(item => item.Reset());
        var connection = _connection is { FullState: System.Data.ConnectionState.Open } open ? open : await ReopenAsync().ConfigureAwait(false);
        var flush = Guid.NewGuid();
        string? xid = null;
        try
        {
            long change;
            (xid, change) = await RunClaims.TakeAsync(connection, round, flush, Moments.ToStored(time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
            await RunWrites.WriteAsync(connection, round, _index, change, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _index.Forget();
            // The server's own error says that the transaction is not stored; a broken connection says nothing.
            var known = failure is PostgresException && await TryRollBackAsync(connection).ConfigureAwait(false);
            if (!known)
            {
                await DropAsync().ConfigureAwait(false);
                if (xid is not null && await IsStoredAsync(xid, flush, round).ConfigureAwait(false))
                {
                    return;
                }
            }

            throw;
        }
    }

    private static async Task<bool> TryRollBackAsync(NpgsqlConnection connection)
    {
        try
        {
            var command = new NpgsqlCommand("rollback", connection);
            await using var _ = command.ConfigureAwait(false);
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What became of a transaction whose answer was lost.</summary>
    /// <exception cref="StorageException">Nobody can say.</exception>
    private async Task<bool> IsStoredAsync(string xid, Guid flush, List<FlushItem> round)
    {
        var granted = round.Where(item => item.Granted).Select(item => item.Commit.RunId).ToArray();
        while (true)
        {
            var (status, evidence) = await database.RepeatAsync((connection, cancel) => AskAsync(connection, xid, flush, granted, cancel), CancellationToken.None).ConfigureAwait(false);
            switch (status)
            {
                case "in progress":
                    // The server has not noticed yet that the connection is gone, or is still writing.
                    await Task.Delay(StatusPoll).ConfigureAwait(false);
                    break;
                case "aborted":
                    return false;
                case "committed" when evidence || granted.Length == 0:
                    return true;
                case "committed" when round.TrueForAll(item => !item.Granted || !item.IsFirst):
                    // The id was given again after a crash, or someone wrote to the runs since: then the fence answers the next try.
                    return false;
                default:
                    throw new StorageException($"{database.Where} cannot say whether transaction {xid} is stored");
            }
        }
    }

    private static async Task<(string? Status, bool Evidence)> AskAsync(NpgsqlConnection connection, string xid, Guid flush, string[] granted, CancellationToken cancellationToken)
    {
        // An id that lies ahead was lost in a crash before anything of it reached the disk.
        var batch = new Batch(connection).Add("select case when $1::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) then 'aborted' else pg_xact_status($1::xid8) end, exists (select 1 from run where uid = any($2) and flush_id = $3)", xid, granted, flush);
        await using var _ = batch.ConfigureAwait(false);
        var reader = await batch.QueryAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (await reader.IsDBNullAsync(0, cancellationToken).ConfigureAwait(false) ? null : reader.GetString(0), reader.GetBoolean(1));
    }

    private async Task<NpgsqlConnection> ReopenAsync()
    {
        await DropAsync().ConfigureAwait(false);
        var connection = _connection = await database.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var command = new NpgsqlCommand(PlanOnce, connection);
            await using var _ = command.ConfigureAwait(false);
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await DropAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task DropAsync()
    {
        if (_connection is { } broken)
        {
            _connection = null;
            // The session ends with it: whoever reads next must not find the writer's settings.
            NpgsqlConnection.ClearPool(broken);
            await broken.DisposeAsync().ConfigureAwait(false);
        }
    }
}
