using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

public sealed partial class SqliteStore
{
    private const string ObjectColumns = "kind, namespace, name, version, labels, payload";

    /// <inheritdoc/>
    public Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(
            connection => Rows(connection, $"select {ObjectColumns} from object where kind = $1 and namespace = $2 and name = $3", ReadObject, key.Kind, key.Namespace, key.Name).SingleOrDefault(),
            cancellationToken);

    /// <inheritdoc/>
    public Task<ObjectWriteResult> PutAsync(ObjectKey key, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string>? labels = null, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var body = RecordCodec.Encode(payload.Span);
        return _writer.WriteAsync(() => _objects.Put(key, body, labels, expectedVersion), _runs.Forget, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ObjectWriteResult> DeleteAsync(ObjectKey key, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(() => _objects.Delete(key, expectedVersion), _runs.Forget, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredObject>> ListAsync(ObjectFilter filter, ObjectKey? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _readers.ReadAsync<IReadOnlyList<StoredObject>>(connection => ListObjects(connection, filter, after, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ObjectChanges> ListChangesAsync(string kind, long version, int limit, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(connection => ListObjectChanges(connection, kind, version, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<MemoEntry?> GetAsync(MemoKey key, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(
            connection => Rows(connection, "select payload, created, last_hit from memo where namespace = $1 and cache = $2 and key = $3",
                reader => new MemoEntry(key, RecordCodec.Decode(reader.GetFieldValue<byte[]>(0)), Moments.FromStored(reader.GetInt64(1)), Moments.FromStored(reader.GetInt64(2))),
                key.Namespace, key.Cache, key.Key).SingleOrDefault(),
            cancellationToken);

    /// <inheritdoc/>
    public Task TouchAsync(MemoKey key, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(() => _objects.TouchMemo(key, now), _runs.Forget, cancellationToken);

    /// <inheritdoc/>
    public Task PutAsync(MemoKey key, ReadOnlyMemory<byte> payload, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var body = RecordCodec.Encode(payload.Span);
        return _writer.WriteAsync(() => _objects.PutMemo(key, body, now), _runs.Forget, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> CollectAsync(DateTimeOffset lastHitBefore, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(() => _objects.CollectMemos(lastHitBefore), _runs.Forget, cancellationToken);

    /// <inheritdoc/>
    public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(() => _objects.Forget(before), _runs.Forget, cancellationToken);

    private static List<StoredObject> ListObjects(SqliteConnection connection, ObjectFilter filter, ObjectKey? after, int limit)
    {
        var result = new List<StoredObject>();
        // Labels of objects are few and objects are thousands at most: the terms are applied to the rows as they pass.
        using var statement = new SqliteStatement(connection, $"""
            select {ObjectColumns} from object
            where kind = $1 and ($2 is null or namespace = $2) and (namespace, name) > ($3, $4) and ($5 is null or substr(name, 1, length($5)) = $5)
            order by namespace, name
            """);
        using var reader = statement.Query(filter.Kind, filter.Namespace, after?.Namespace ?? "", after?.Name ?? "", filter.NamePrefix);
        while (result.Count < limit && reader.Read())
        {
            var found = ReadObject(reader);
            if (filter.Labels.All(term => term.Matches(found.Labels)))
            {
                result.Add(found);
            }
        }

        return result;
    }

    private static ObjectChanges ListObjectChanges(SqliteConnection connection, string kind, long version, int limit)
    {
        var current = Number(connection, SqliteChangeNumbers.Current);
        if (version < Number(connection, "select forgotten from horizon"))
        {
            return new ObjectChanges([], current, TooOld: true);
        }

        var present = Rows(connection, $"select {ObjectColumns} from object where version > $1 and kind = $2 order by version limit $3", ReadObject, version, kind, limit);
        var deleted = Rows(connection, "select change_no, namespace, name from tombstone where change_no > $1 and kind = $2 order by change_no limit $3",
            reader => new ObjectChange(reader.GetInt64(0), new ObjectKey(kind, reader.GetString(1), reader.GetString(2)), null), version, kind, limit);
        var changes = present.Select(found => new ObjectChange(found.Version, found.Key, found)).Concat(deleted)
            .OrderBy(change => change.Version).Take(limit).ToList();
        var upTo = changes.Count == limit ? changes[^1].Version : current;
        // An object that was deleted and made again is reported once, as it is now.
        return new ObjectChanges(changes.GroupBy(change => change.Key).Select(group => group.Last()).OrderBy(change => change.Version).ToArray(), upTo);
    }

    private static StoredObject ReadObject(SqliteDataReader reader) => new()
    {
        Key = new ObjectKey(reader.GetString(0), reader.GetString(1), reader.GetString(2)),
        Version = reader.GetInt64(3),
        Labels = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(4))!,
        Payload = RecordCodec.Decode(reader.GetFieldValue<byte[]>(5)),
    };

    private static long Number(SqliteConnection connection, string sql) => Rows(connection, sql, reader => reader.GetInt64(0))[0];
}
