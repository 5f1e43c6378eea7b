namespace Krewe.Storage;

public sealed partial class InMemoryStore
{
    private const string RunKind = "";

    /// <inheritdoc/>
    public Task<RunPage> ListAsync(RunFilter filter, RunOrder order, RunCursor? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (_gate)
        {
            var rows = RunOrders.Sort(_index.Values.Where(filter.Matches), order)
                .Where(row => after is null || RunOrders.IsBehind(row, order, after)).Take(limit + 1).ToList();
            var more = rows.Count > limit;
            if (more)
            {
                rows.RemoveAt(limit);
            }

            return Task.FromResult(new RunPage(rows, more ? RunCursor.Behind(rows[^1], order) : null, _change));
        }
    }

    /// <inheritdoc/>
    public Task<RunCounts> CountAsync(RunFilter filter, int most, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (_gate)
        {
            var found = _index.Values.Where(filter.Matches).Take(filter.IsOfPlaceAndPhase ? int.MaxValue : most + 1).ToList();
            var areAll = filter.IsOfPlaceAndPhase || found.Count <= most;
            return Task.FromResult(new RunCounts(found.Take(areAll ? int.MaxValue : most).GroupBy(row => row.Phase).ToDictionary(group => group.Key, group => (long)group.Count()), areAll));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, long>> CountByPhaseAsync(RunFilter filter, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyDictionary<string, long>>(_index.Values.Where(filter.Matches)
                .GroupBy(row => row.Phase).ToDictionary(group => group.Key, group => (long)group.Count()));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FolderCount>> CountByFolderAsync(string? namespaceName, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<FolderCount>>([.. _index.Values
                .Where(row => row.Folder.Length > 0 && (namespaceName is null || row.Namespace == namespaceName))
                .GroupBy(row => (row.Namespace, row.Folder))
                .Select(group => new FolderCount(group.Key.Namespace, group.Key.Folder, group.Count()))]);
        }
    }

    /// <inheritdoc/>
    public Task<RunChanges> ListChangesAsync(long changeNumber, string? namespaceName, int limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (changeNumber < _horizon)
            {
                return Task.FromResult(new RunChanges([], _change, TooOld: true));
            }

            var changes = _index.Values.Where(row => row.ChangeNumber > changeNumber)
                .Select(row => new RunChange(row.ChangeNumber, row.Uid, row.Namespace, row.Name, row))
                .Concat(_tombstones.Where(pair => pair.Key > changeNumber && pair.Value.Kind == RunKind)
                    .Select(pair => new RunChange(pair.Key, pair.Value.Uid, pair.Value.Namespace, pair.Value.Name, null)))
                .Where(change => namespaceName is null || change.Namespace == namespaceName)
                .OrderBy(change => change.ChangeNumber).Take(limit).ToArray();
            return Task.FromResult(new RunChanges(changes, changes.Length == limit ? changes[^1].ChangeNumber : _change));
        }
    }

    /// <inheritdoc/>
    public Task<RunIndexRow?> GetAsync(string uid, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(_index.GetValueOrDefault(uid));
        }
    }

    /// <inheritdoc/>
    public Task<RunIndexRow?> GetByNameAsync(string namespaceName, string name, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var rows = _index.Values.Where(row => row.Namespace == namespaceName && (name == IRunQueries.Latest || row.Name == name));
            return Task.FromResult(name == IRunQueries.Latest
                ? RunOrders.Sort(rows, RunOrder.Newest).FirstOrDefault()
                : RunOrders.Sort(rows, RunOrder.Newest).OrderByDescending(row => row.HoldsName).FirstOrDefault());
        }
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> GetDocumentAsync(string uid, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(_runs.GetValueOrDefault(uid)?.ToStored(uid).Document);
        }
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string uid, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_index.Remove(uid, out var row))
            {
                _tombstones[++_change] = new Tombstone(RunKind, row.Namespace, row.Name, uid, _time.GetUtcNow());
            }

            LeavePipelines(uid);
            return Task.FromResult(_runs.Remove(uid));
        }
    }

    /// <inheritdoc/>
    public Task<bool> ReleaseNameAsync(string uid, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_index.GetValueOrDefault(uid) is not { HoldsName: true } row)
            {
                return Task.FromResult(false);
            }

            Write(row with { HoldsName = false });
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<string>>(_index.Values.Where(row => row.ExpiresAt <= now)
                .OrderBy(row => row.ExpiresAt).ThenBy(row => row.Uid, StringComparer.Ordinal).Take(limit).Select(row => row.Uid).ToArray());
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListBeyondAsync(string phase, int keep, int limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<string>>(_index.Values.Where(row => row.Phase == phase && row.FinishedAt is not null)
                .OrderByDescending(row => row.FinishedAt).ThenByDescending(row => row.Uid, StringComparer.Ordinal)
                .Skip(keep).Take(limit).Select(row => row.Uid).ToArray());
        }
    }

    /// <inheritdoc/>
    public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            foreach (var (number, _) in _tombstones.Where(pair => pair.Value.At < before).ToArray())
            {
                _tombstones.Remove(number);
                _horizon = Math.Max(_horizon, number);
            }

            foreach (var (id, _) in _requests.Where(pair => pair.Value.At < before).ToArray())
            {
                _requests.Remove(id);
            }
        }

        return Task.CompletedTask;
    }
}
