using System.Globalization;
using Krewe.Storage.Sql;

namespace Krewe.Storage.PostgreSql;

public sealed partial class PostgreSqlStore
{
    /// <inheritdoc/>
    public Task WriteAuditAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        // One statement must not meet a row twice; the last word on a record is the one that counts.
        AuditRecord[] last = [.. records.Reverse().DistinctBy(record => record.Id, StringComparer.Ordinal).OrderBy(record => record.Id, StringComparer.Ordinal)];
        return last.Length == 0 ? Task.CompletedTask : ExecuteAsync(
            cancellationToken,
            $"""
            insert into audit ({AuditSql.Columns})
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            on conflict (id) do update set namespace = excluded.namespace, name = excluded.name, uid = excluded.uid, outcome = excluded.outcome,
                message = excluded.message, detail = excluded.detail
            where audit.outcome = 0
            """,
            Texts(record => record.Id), Array.ConvertAll(last, record => Moments.ToStored(record.At)), Texts(record => record.Actor), Texts(record => record.Via),
            Texts(record => record.Action), Texts(record => record.Kind), Texts(record => record.Namespace), Texts(record => record.Name), Texts(record => record.Uid),
            Array.ConvertAll(last, record => (int)record.Outcome), Texts(record => record.Message), Array.ConvertAll(last, record => RecordCodec.Encode(record.Detail.Span)));

        string?[] Texts(Converter<AuditRecord, string?> value) => Array.ConvertAll(last, value);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AuditRecord>> ListAuditAsync(AuditFilter filter, AuditCursor? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var values = new List<object?>();
        var sql = AuditSql.Page(filter, after, limit, item =>
        {
            values.Add(item);
            return "$" + values.Count.ToString(CultureInfo.InvariantCulture);
        });
        return await RowsAsync(cancellationToken, AuditSql.Read, sql, [.. values]).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<AuditRecord?> GetAuditAsync(string id, CancellationToken cancellationToken = default) =>
        (await RowsAsync(cancellationToken, AuditSql.Read, $"select {AuditSql.Columns} from audit where id = $1", id).ConfigureAwait(false)).SingleOrDefault();

    /// <inheritdoc/>
    public async Task<int> TrimAuditAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        (await RowsAsync(
            cancellationToken,
            row => row.GetString(0),
            "delete from audit where id in (select id from audit where at < $1 order by at, id limit $2) returning id",
            Moments.ToStoredBound(before), limit).ConfigureAwait(false)).Count;
}
