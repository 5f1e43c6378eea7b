namespace Krewe.Storage;

public sealed partial class InMemoryStore
{
    private readonly Dictionary<ObjectKey, StoredObject> _objects = [];
    private readonly Dictionary<MemoKey, MemoEntry> _memos = [];

    /// <inheritdoc/>
    public Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(_objects.GetValueOrDefault(key));
        }
    }

    /// <inheritdoc/>
    public Task<ObjectWriteResult> PutAsync(ObjectKey key, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string>? labels = null, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var current = _objects.GetValueOrDefault(key)?.Version ?? 0;
            if (expectedVersion is { } expected && expected != current)
            {
                return Task.FromResult(new ObjectWriteResult(ObjectWriteStatus.Conflict, current));
            }

            _objects[key] = new StoredObject
            {
                Key = key,
                Version = ++_change,
                Payload = payload.ToArray(),
                Labels = new Dictionary<string, string>(labels ?? new Dictionary<string, string>()),
            };
            return Task.FromResult(new ObjectWriteResult(ObjectWriteStatus.Done, _change));
        }
    }

    /// <inheritdoc/>
    public Task<ObjectWriteResult> DeleteAsync(ObjectKey key, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (!_objects.TryGetValue(key, out var current))
            {
                return Task.FromResult(new ObjectWriteResult(ObjectWriteStatus.NotFound, 0));
            }

            if (expectedVersion is { } expected && expected != current.Version)
            {
                return Task.FromResult(new ObjectWriteResult(ObjectWriteStatus.Conflict, current.Version));
            }

            _objects.Remove(key);
            _tombstones[++_change] = new Tombstone(key.Kind, key.Namespace, key.Name, "", _time.GetUtcNow());
            return Task.FromResult(new ObjectWriteResult(ObjectWriteStatus.Done, _change));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredObject>> ListAsync(ObjectFilter filter, ObjectKey? after, int limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<StoredObject>>(_objects.Values
                .Where(item => item.Key.Kind == filter.Kind
                    && (filter.Namespace is null || item.Key.Namespace == filter.Namespace)
                    && (filter.NamePrefix is null || item.Key.Name.StartsWith(filter.NamePrefix, StringComparison.Ordinal))
                    && filter.Labels.All(term => term.Matches(item.Labels))
                    && (after is not { } last || Compare(item.Key, last) > 0))
                .OrderBy(item => item.Key, Comparer<ObjectKey>.Create(Compare)).Take(limit).ToArray());
        }
    }

    /// <inheritdoc/>
    public Task<ObjectChanges> ListChangesAsync(string kind, long version, int limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (version < _horizon)
            {
                return Task.FromResult(new ObjectChanges([], _change, TooOld: true));
            }

            // An object that was deleted and made again is reported once, as it is now.
            var changes = _objects.Values.Where(item => item.Key.Kind == kind && item.Version > version)
                .Select(item => new ObjectChange(item.Version, item.Key, item))
                .Concat(_tombstones.Where(pair => pair.Key > version && pair.Value.Kind == kind)
                    .Select(pair => new ObjectChange(pair.Key, new ObjectKey(kind, pair.Value.Namespace, pair.Value.Name), null)))
                .GroupBy(change => change.Key).Select(group => group.MaxBy(change => change.Version)!)
                .OrderBy(change => change.Version).Take(limit).ToArray();
            return Task.FromResult(new ObjectChanges(changes, changes.Length == limit ? changes[^1].Version : _change));
        }
    }

    /// <inheritdoc/>
    public Task<MemoEntry?> GetAsync(MemoKey key, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(_memos.GetValueOrDefault(key));
        }
    }

    /// <inheritdoc/>
    public Task TouchAsync(MemoKey key, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_memos.TryGetValue(key, out var entry))
            {
                _memos[key] = entry with { LastHitAt = Moments.Trim(now) };
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PutAsync(MemoKey key, ReadOnlyMemory<byte> payload, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _memos[key] = new MemoEntry(key, payload.ToArray(), Moments.Trim(now), Moments.Trim(now));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> CollectAsync(DateTimeOffset lastHitBefore, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var old = _memos.Where(pair => pair.Value.LastHitAt < lastHitBefore).Select(pair => pair.Key).ToArray();
            foreach (var key in old)
            {
                _memos.Remove(key);
            }

            return Task.FromResult(old.Length);
        }
    }

    private static int Compare(ObjectKey left, ObjectKey right)
    {
        var order = string.CompareOrdinal(left.Namespace, right.Namespace);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }
}
