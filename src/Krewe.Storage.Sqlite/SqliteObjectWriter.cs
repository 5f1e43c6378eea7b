using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>Writes objects, memoized results and what is forgotten; lives on the writer's thread.</summary>
internal sealed class SqliteObjectWriter : IDisposable
{
    private static readonly Dictionary<string, string> NoLabels = [];

    private readonly SqliteChangeNumbers _changes;
    private readonly TimeProvider _time;
    private readonly SqliteStatement _version;
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _drop;
    private readonly SqliteStatement _bury;
    private readonly SqliteStatement _putMemo;
    private readonly SqliteStatement _touchMemo;
    private readonly SqliteStatement _collectMemo;
    private readonly SqliteStatement _horizon;
    private readonly SqliteStatement _forgetTombstones;
    private readonly SqliteStatement _forgetRequests;

    public SqliteObjectWriter(SqliteConnection connection, SqliteChangeNumbers changes, TimeProvider time)
    {
        _changes = changes;
        _time = time;
        _version = new(connection, "select version from object where kind = $1 and namespace = $2 and name = $3");
        _put = new(connection, """
            insert into object values ($1, $2, $3, $4, $5, $6)
            on conflict (kind, namespace, name) do update set version = excluded.version, labels = excluded.labels, payload = excluded.payload
            """);
        _drop = new(connection, "delete from object where kind = $1 and namespace = $2 and name = $3");
        _bury = new(connection, "insert into tombstone values ($1, $2, $3, $4, '', $5)");
        _putMemo = new(connection, """
            insert into memo values ($1, $2, $3, $4, $5, $5)
            on conflict (namespace, cache, key) do update set payload = excluded.payload, created = excluded.created, last_hit = excluded.last_hit
            """);
        _touchMemo = new(connection, "update memo set last_hit = $4 where namespace = $1 and cache = $2 and key = $3");
        _collectMemo = new(connection, "delete from memo where last_hit < $1");
        _horizon = new(connection, $"""
            update horizon set change_no = ({SqliteChangeNumbers.Current}),
                forgotten = max(forgotten, coalesce((select max(change_no) from tombstone where at < $1), 0))
            """);
        _forgetTombstones = new(connection, "delete from tombstone where at < $1");
        _forgetRequests = new(connection, "delete from request where at < $1");
    }

    public ObjectWriteResult Put(ObjectKey key, byte[] payload, IReadOnlyDictionary<string, string>? labels, long? expected)
    {
        var current = Version(key);
        if (expected is { } wanted && wanted != current)
        {
            return new ObjectWriteResult(ObjectWriteStatus.Conflict, current);
        }

        var version = _changes.Next();
        _put.Execute(key.Kind, key.Namespace, key.Name, version, JsonSerializer.Serialize(labels ?? NoLabels), payload);
        return new ObjectWriteResult(ObjectWriteStatus.Done, version);
    }

    public ObjectWriteResult Delete(ObjectKey key, long? expected)
    {
        var current = Version(key);
        if (current == 0)
        {
            return new ObjectWriteResult(ObjectWriteStatus.NotFound, 0);
        }

        if (expected is { } wanted && wanted != current)
        {
            return new ObjectWriteResult(ObjectWriteStatus.Conflict, current);
        }

        var version = _changes.Next();
        _drop.Execute(key.Kind, key.Namespace, key.Name);
        _bury.Execute(version, key.Kind, key.Namespace, key.Name, Moments.ToStored(_time.GetUtcNow()));
        return new ObjectWriteResult(ObjectWriteStatus.Done, version);
    }

    public int PutMemo(MemoKey key, byte[] payload, DateTimeOffset now) =>
        _putMemo.Execute(key.Namespace, key.Cache, key.Key, payload, Moments.ToStored(now));

    public int TouchMemo(MemoKey key, DateTimeOffset now) => _touchMemo.Execute(key.Namespace, key.Cache, key.Key, Moments.ToStored(now));

    public int CollectMemos(DateTimeOffset before) => _collectMemo.Execute(Moments.ToStored(before));

    public int Forget(DateTimeOffset before)
    {
        var moment = Moments.ToStored(before);
        _horizon.Execute(moment);
        return _forgetTombstones.Execute(moment) + _forgetRequests.Execute(moment);
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _version, _put, _drop, _bury, _putMemo, _touchMemo, _collectMemo, _horizon, _forgetTombstones, _forgetRequests })
        {
            statement.Dispose();
        }
    }

    private long Version(ObjectKey key) => (long?)_version.Scalar(key.Kind, key.Namespace, key.Name) ?? 0;
}
