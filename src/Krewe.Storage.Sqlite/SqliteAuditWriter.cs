using Krewe.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>Writes the audit log; lives on the writer's thread.</summary>
internal sealed class SqliteAuditWriter(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _write = new(connection, $"""
        insert into audit ({AuditSql.Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (id) do update set namespace = excluded.namespace, name = excluded.name, uid = excluded.uid, outcome = excluded.outcome,
            message = excluded.message, detail = excluded.detail
        where audit.outcome = 0
        """);

    private readonly SqliteStatement _trim = new(connection, "delete from audit where id in (select id from audit where at < $1 order by at, id limit $2)");

    public int Write(IReadOnlyList<AuditRecord> records)
    {
        foreach (var record in records)
        {
            _write.Execute(
                record.Id, Moments.ToStored(record.At), record.Actor, record.Via, record.Action, record.Kind, record.Namespace, record.Name, record.Uid,
                (int)record.Outcome, record.Message, RecordCodec.Encode(record.Detail.Span));
        }

        return records.Count;
    }

    public int Trim(DateTimeOffset before, int limit) => _trim.Execute(Moments.ToStoredBound(before), limit);

    public void Dispose()
    {
        _write.Dispose();
        _trim.Dispose();
    }
}
