using Krewe.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>Adds up usage; lives on the writer's thread.</summary>
/// <remarks>What the commits of a transaction bring is added together at its end: many runs that end at once are mostly runs of few templates.</remarks>
internal sealed class SqliteUsageWriter : IDisposable
{
    private static readonly string Key = string.Join(" and ", UsageSql.KeyColumns.Split(", ").Select((column, i) => $"{column} = ${i + 1}"));

    private readonly List<UsageEntry> _entries = [];
    private readonly SqliteStatement _findKey;
    private readonly SqliteStatement _addKey;
    private readonly SqliteStatement _add;
    private readonly SqliteStatement _addResource;

    public SqliteUsageWriter(SqliteConnection connection)
    {
        var values = string.Join(", ", Enumerable.Range(4, UsageFigures.Count).Select(i => $"${i}"));
        var sums = string.Join(", ", UsageSql.Figures.Select(figure => $"{figure} = {figure} + excluded.{figure}"));
        _findKey = new(connection, $"select kid from usage_key where {Key}");
        _addKey = new(connection, $"insert into usage_key ({UsageSql.KeyColumns}) values ($1, $2, $3, $4, $5, $6) returning kid");
        _add = new(connection, $"insert into usage values ($1, $2, $3, {values}) on conflict (level, start, kid) do update set {sums}");
        _addResource = new(connection, "insert into usage_resource values ($1, $2, $3, $4, $5) on conflict (level, start, kid, name) do update set amount = amount + excluded.amount");
    }

    /// <summary>Takes what a commit of the open transaction brings.</summary>
    public void Take(IReadOnlyList<UsageEntry> entries) => _entries.AddRange(entries);

    /// <summary>Writes what was taken, inside the open transaction.</summary>
    public void Write()
    {
        if (_entries.Count == 0)
        {
            return;
        }

        foreach (var (level, start, key, figures) in UsageSql.Writes(_entries))
        {
            var kid = NumberOf(key);
            _add.Execute([level, start, kid, .. figures.ToArray()]);
            foreach (var (name, amount) in figures.Resources)
            {
                _addResource.Execute(level, start, kid, name, amount);
            }
        }

        _entries.Clear();
    }

    /// <summary>Drops what was taken, since its transaction did not go through.</summary>
    public void Forget() => _entries.Clear();

    public void Dispose()
    {
        foreach (var statement in new[] { _findKey, _addKey, _add, _addResource })
        {
            statement.Dispose();
        }
    }

    private long NumberOf(UsageKey key) =>
        (long)(_findKey.Scalar(key.Namespace, key.Folder, key.TemplateKind, key.Template, key.Creator, key.Labels)
            ?? _addKey.Scalar(key.Namespace, key.Folder, key.TemplateKind, key.Template, key.Creator, key.Labels))!;
}
