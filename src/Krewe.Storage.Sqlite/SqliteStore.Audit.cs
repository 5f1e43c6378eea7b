using System.Globalization;
using Krewe.Storage.Sql;

namespace Krewe.Storage.Sqlite;

public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public Task WriteAuditAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        return _writer.WriteAsync(() => _audit.Write(records), _runs.Forget, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditRecord>> ListAuditAsync(AuditFilter filter, AuditCursor? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var values = new List<object?>();
        var sql = AuditSql.Page(filter, after, limit, item =>
        {
            values.Add(item);
            return "$" + values.Count.ToString(CultureInfo.InvariantCulture);
        });
        return _readers.ReadAsync<IReadOnlyList<AuditRecord>>(connection => Rows(connection, sql, AuditSql.Read, [.. values]), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AuditRecord?> GetAuditAsync(string id, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(connection => Rows(connection, $"select {AuditSql.Columns} from audit where id = $1", AuditSql.Read, id).SingleOrDefault(), cancellationToken);

    /// <inheritdoc/>
    public Task<int> TrimAuditAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(() => _audit.Trim(before, limit), _runs.Forget, cancellationToken);
}
