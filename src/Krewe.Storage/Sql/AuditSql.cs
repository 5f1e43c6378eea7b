using System.Data.Common;

namespace Krewe.Storage.Sql;

/// <summary>Lists of the audit log as SQL, the same in all dialects.</summary>
public static class AuditSql
{
    /// <summary>Columns of a record, in the order in which they are written and read.</summary>
    public const string Columns = "id, at, actor, via, action, kind, namespace, name, uid, outcome, message, detail";

    /// <summary>A page, the latest first.</summary>
    /// <param name="filter">Which records.</param>
    /// <param name="after">Where to go on; null for the beginning.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="value">Takes a value and gives the parameter that stands for it.</param>
    public static string Page(AuditFilter filter, AuditCursor? after, int limit, Func<object?, string> value)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(value);
        var conditions = new List<string>();
        if (filter.Namespaces is { } namespaces)
        {
            conditions.Add(namespaces.Count == 0 ? "1 = 0" : $"namespace in ({string.Join(", ", namespaces.Select(item => value(item)))})");
        }

        foreach (var (column, wanted) in new[] { ("actor", filter.Actor), ("action", filter.Action), ("kind", filter.Kind), ("name", filter.Name), ("uid", filter.Uid) })
        {
            if (wanted is not null)
            {
                conditions.Add($"{column} = {value(wanted)}");
            }
        }

        if (filter.Outcome is { } outcome)
        {
            conditions.Add($"outcome = {value((int)outcome)}");
        }

        if (filter.From is { } from)
        {
            conditions.Add($"at >= {value(Moments.ToStoredBound(from))}");
        }

        if (filter.Before is { } before)
        {
            conditions.Add($"at < {value(Moments.ToStoredBound(before))}");
        }

        if (after is not null)
        {
            conditions.Add($"(at, id) < ({value(Moments.ToStored(after.At))}, {value(after.Id)})");
        }

        var where = conditions.Count == 0 ? "" : $" where {string.Join(" and ", conditions)}";
        return $"select {Columns} from audit{where} order by at desc, id desc limit {value(limit)}";
    }

    /// <summary>The record of a row that has <see cref="Columns"/>.</summary>
    /// <param name="row">The row.</param>
    public static AuditRecord Read(DbDataReader row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new AuditRecord
        {
            Id = row.GetString(0),
            At = Moments.FromStored(row.GetInt64(1)),
            Actor = row.GetString(2),
            Via = row.GetString(3),
            Action = row.GetString(4),
            Kind = row.GetString(5),
            Namespace = row.GetString(6),
            Name = row.GetString(7),
            Uid = row.IsDBNull(8) ? null : row.GetString(8),
            Outcome = (AuditOutcome)row.GetInt32(9),
            Message = row.IsDBNull(10) ? null : row.GetString(10),
            Detail = RecordCodec.Decode(row.GetFieldValue<byte[]>(11)),
        };
    }
}
