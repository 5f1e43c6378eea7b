using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Npgsql;

namespace Krewe.Storage.PostgreSql;

public sealed partial class PostgreSqlStore
{
    private const string ObjectColumns = "kind, namespace, name, version, labels, payload";

    private static readonly Dictionary<string, string> NoLabels = [];

    /// <inheritdoc/>
    public async Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken = default) =>
        (await RowsAsync(cancellationToken, ReadObject, $"select {ObjectColumns} from object where kind = $1 and namespace = $2 and name = $3", key.Kind, key.Namespace, key.Name).ConfigureAwait(false)).SingleOrDefault();

    /// <inheritdoc/>
    public async Task<ObjectWriteResult> PutAsync(ObjectKey key, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string>? labels = null, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var sql = expectedVersion switch
        {
            null => "insert into object values ($1, $2, $3, krewe_change(), $4::jsonb, $5) on conflict (kind, namespace, name) do update set version = excluded.version, labels = excluded.labels, payload = excluded.payload returning version",
            0 => "insert into object values ($1, $2, $3, krewe_change(), $4::jsonb, $5) on conflict (kind, namespace, name) do nothing returning version",
            _ => "update object set version = krewe_change(), labels = $4::jsonb, payload = $5 where kind = $1 and namespace = $2 and name = $3 and version = $6 returning version",
        };
        var body = RecordCodec.Encode(payload.Span);
        object?[] values = [key.Kind, key.Namespace, key.Name, PostgreSqlText.Json(labels ?? NoLabels), body];
        var tries = 0;
        var written = await _database.RepeatAsync(
            (connection, cancel) =>
            {
                tries++;
                return VersionsAsync(connection, sql, expectedVersion is > 0 ? [.. values, expectedVersion.Value] : values, cancel);
            },
            cancellationToken).ConfigureAwait(false);
        if (written is [var version])
        {
            return new ObjectWriteResult(ObjectWriteStatus.Done, version);
        }

        var present = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        // The answer to an earlier try may have been lost with its connection: then what is there is what was to be written.
        return tries > 1 && present is not null && present.Payload.Span.SequenceEqual(payload.Span)
            ? new ObjectWriteResult(ObjectWriteStatus.Done, present.Version)
            : new ObjectWriteResult(ObjectWriteStatus.Conflict, present?.Version ?? 0);
    }

    /// <inheritdoc/>
    public async Task<ObjectWriteResult> DeleteAsync(ObjectKey key, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var deleted = await RowsAsync(
            cancellationToken,
            row => row.GetInt64(0),
            """
            with gone as (delete from object where kind = $1 and namespace = $2 and name = $3 and ($4 < 0 or version = $4) returning *)
            insert into tombstone select krewe_change(), kind, namespace, name, '', $5 from gone returning change_no
            """,
            key.Kind, key.Namespace, key.Name, expectedVersion ?? -1, Moments.ToStored(_time.GetUtcNow())).ConfigureAwait(false);
        if (deleted is [var version])
        {
            return new ObjectWriteResult(ObjectWriteStatus.Done, version);
        }

        return await GetAsync(key, cancellationToken).ConfigureAwait(false) is { } present
            ? new ObjectWriteResult(ObjectWriteStatus.Conflict, present.Version)
            : new ObjectWriteResult(ObjectWriteStatus.NotFound, 0);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredObject>> ListAsync(ObjectFilter filter, ObjectKey? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        // Labels of objects are few and objects are thousands at most: the terms are applied to the rows as they pass.
        var result = new List<StoredObject>();
        var cursor = after;
        while (true)
        {
            var page = await RowsAsync(
                cancellationToken, ReadObject,
                $"""
                select {ObjectColumns} from object
                where kind = $1 and ($2::text is null or namespace = $2) and (namespace, name) > ($3, $4) and ($5::text is null or starts_with(name, $5))
                order by namespace, name limit $6
                """,
                filter.Kind, filter.Namespace, cursor?.Namespace ?? "", cursor?.Name ?? "", filter.NamePrefix, limit).ConfigureAwait(false);
            result.AddRange(page.Where(found => filter.Labels.All(term => term.Matches(found.Labels))).Take(limit - result.Count));
            if (page.Count < limit || result.Count == limit)
            {
                return result;
            }

            cursor = page[^1].Key;
        }
    }

    /// <inheritdoc/>
    public async Task<ObjectChanges> ListChangesAsync(string kind, long version, int limit, CancellationToken cancellationToken = default)
    {
        var (horizon, tooOld, present, deleted) = await ChangesAsync(
            version,
            $"select {ObjectColumns} from object where version > $1 and version <= $2 and kind = $3 order by version limit $4",
            ReadObject,
            "select change_no, namespace, name from tombstone where change_no > $1 and change_no <= $2 and kind = $3 order by change_no limit $4",
            row => new ObjectChange(row.GetInt64(0), new ObjectKey(kind, row.GetString(1), row.GetString(2)), null),
            kind, limit, cancellationToken).ConfigureAwait(false);
        if (tooOld)
        {
            return new ObjectChanges([], horizon, TooOld: true);
        }

        var changes = present.Select(found => new ObjectChange(found.Version, found.Key, found)).Concat(deleted)
            .OrderBy(change => change.Version).Take(limit).ToList();
        var upTo = changes.Count == limit ? changes[^1].Version : Math.Max(horizon, version);
        // An object that was deleted and made again is reported once, as it is now.
        return new ObjectChanges(changes.GroupBy(change => change.Key).Select(group => group.Last()).OrderBy(change => change.Version).ToArray(), upTo);
    }

    /// <inheritdoc/>
    public async Task<MemoEntry?> GetAsync(MemoKey key, CancellationToken cancellationToken = default) =>
        (await RowsAsync(
            cancellationToken,
            row => new MemoEntry(key, RecordCodec.Decode(row.GetFieldValue<byte[]>(0)), Moments.FromStored(row.GetInt64(1)), Moments.FromStored(row.GetInt64(2))),
            "select payload, created, last_hit from memo where namespace = $1 and cache = $2 and key_hash = $3",
            key.Namespace, key.Cache, PostgreSqlText.Hash(key.Key)).ConfigureAwait(false)).SingleOrDefault();

    /// <inheritdoc/>
    public Task TouchAsync(MemoKey key, DateTimeOffset now, CancellationToken cancellationToken = default) => ExecuteAsync(
        cancellationToken, "update memo set last_hit = $4 where namespace = $1 and cache = $2 and key_hash = $3", key.Namespace, key.Cache, PostgreSqlText.Hash(key.Key), Moments.ToStored(now));

    /// <inheritdoc/>
    public Task PutAsync(MemoKey key, ReadOnlyMemory<byte> payload, DateTimeOffset now, CancellationToken cancellationToken = default) => ExecuteAsync(
        cancellationToken,
        """
        insert into memo values ($1, $2, $3, $4, $5, $6, $6)
        on conflict (namespace, cache, key_hash) do update set payload = excluded.payload, created = excluded.created, last_hit = excluded.last_hit
        """,
        key.Namespace, key.Cache, key.Key, PostgreSqlText.Hash(key.Key), RecordCodec.Encode(payload.Span), Moments.ToStored(now));

    /// <inheritdoc/>
    public async Task<int> CollectAsync(DateTimeOffset lastHitBefore, CancellationToken cancellationToken = default) =>
        (await RowsAsync(cancellationToken, row => (int)row.GetInt64(0), "with gone as (delete from memo where last_hit < $1 returning 1) select count(*) from gone", Moments.ToStored(lastHitBefore)).ConfigureAwait(false))[0];

    /// <inheritdoc/>
    public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => ExecuteAsync(
        cancellationToken,
        """
        with graves as (delete from tombstone where at < $1 returning change_no),
            requests as (delete from request where at < $1)
        update horizon set forgotten = greatest(forgotten, coalesce((select max(change_no) from graves), 0))
        """,
        Moments.ToStored(before));

    [SuppressMessage("Design", "CA1068", Justification = "The values of the statement are the tail of the call.")]
    private Task ExecuteAsync(CancellationToken cancellationToken, string sql, params object?[] values) => _database.RepeatAsync(
        async (connection, cancel) =>
        {
            var batch = new Batch(connection).Add(sql, values);
            await using var _ = batch.ConfigureAwait(false);
            await batch.ExecuteAsync(cancel).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private static async Task<List<long>> VersionsAsync(NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken)
    {
        var batch = new Batch(connection).Add(sql, values);
        await using var _ = batch.ConfigureAwait(false);
        var reader = await batch.QueryAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        return await ReadAsync(reader, row => row.GetInt64(0), cancellationToken).ConfigureAwait(false);
    }

    private static StoredObject ReadObject(NpgsqlDataReader reader) => new()
    {
        Key = new ObjectKey(reader.GetString(0), reader.GetString(1), reader.GetString(2)),
        Version = reader.GetInt64(3),
        Labels = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(4))!,
        Payload = RecordCodec.Decode(reader.GetFieldValue<byte[]>(5)),
    };
}
