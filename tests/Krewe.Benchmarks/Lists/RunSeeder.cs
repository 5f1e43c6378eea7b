using System.Text.Json;
using Krewe.Storage;
using Krewe.Storage.PostgreSql;
using Npgsql;
using NpgsqlTypes;

namespace Krewe.Benchmarks.Lists;

/// <summary>Fills the tables of a store that the store itself has made, by COPY; its indexes are taken away for that time and made again as they were.</summary>
internal sealed class RunSeeder(string connectionString, StoredRunSample sample)
{
    private const string RowColumns = """
        rid, uid, namespace, name, holds_name, phase, workflow_template, cluster_template, cron_workflow, created, started, finished, expires,
        progress, message, priority, creator, suspended, labels, parameters, summary, change_no, folder
        """;

    private static readonly string[] Tables = ["run", "run_index", "run_term", "run_message", "run_change"];

    private readonly Dictionary<(char, string, string), Guid> _terms = [];

    public async Task SeedAsync()
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var indexes = await IndexesAsync(source);
        await ExecuteAsync(source, "alter table run_term drop constraint run_term_pkey");
        foreach (var (name, _) in indexes)
        {
            await ExecuteAsync(source, $"drop index {name}");
        }

        await CopyAsync(source, "run (rid, uid, last_commit, base_commit, snapshot_upto, page_count, completed, owner, flush_id)", WriteHead);
        await CopyAsync(source, $"run_index ({RowColumns})", WriteRow);
        await CopyAsync(source, "run_term", WriteTerms);
        await CopyAsync(source, "run_change", WriteChange);
        await ExecuteAsync(source, "insert into run_message (created, uid, rid, message) select created, uid, rid, lower(message collate \"C\") from run_index where message is not null order by created");
        await ExecuteAsync(source, "set maintenance_work_mem = '512MB'; alter table run_term add primary key (term, created, uid)");
        foreach (var (_, definition) in indexes)
        {
            await ExecuteAsync(source, $"set maintenance_work_mem = '512MB'; {definition}");
        }

        await ExecuteAsync(source, "insert into run_tally (namespace, folder, phase, part, runs) select namespace, folder, phase, 0, count(*) from run_index group by namespace, folder, phase");
        await ExecuteAsync(source, "select setval(pg_get_serial_sequence('run', 'rid'), (select max(rid) from run))");
        await ExecuteAsync(source, $"vacuum (analyze) {string.Join(", ", Tables)}, run_tally");
    }

    private static async Task<List<(string Name, string Definition)>> IndexesAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select indexname, indexdef from pg_indexes where schemaname = current_schema() and tablename = any($1) and indexdef not like 'CREATE UNIQUE%'");
        command.Parameters.Add(new NpgsqlParameter { Value = Tables });
        await using var reader = await command.ExecuteReaderAsync();
        var indexes = new List<(string, string)>();
        while (await reader.ReadAsync())
        {
            indexes.Add((reader.GetString(0), reader.GetString(1)));
        }

        return indexes;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private async Task CopyAsync(NpgsqlDataSource source, string target, Action<NpgsqlBinaryImporter, int, RunIndexRow> write)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var import = await connection.BeginBinaryImportAsync($"copy {target} from stdin (format binary)");
        import.Timeout = TimeSpan.FromHours(1);
        for (var place = 0; place < sample.Count; place++)
        {
            write(import, place, sample[place]);
        }

        await import.CompleteAsync();
    }

    // All heads are of ended runs, whatever the rows say: an engine that opens the store must not take any up.
    private static void WriteHead(NpgsqlBinaryImporter import, int place, RunIndexRow row)
    {
        import.StartRow();
        import.Write((long)place + 1);
        import.Write(row.Uid);
        import.Write(9L);
        import.Write(9L);
        import.Write(0L);
        import.Write(0);
        import.Write(true);
        import.WriteNull();
        import.Write(Guid.Empty);
    }

    private static void WriteRow(NpgsqlBinaryImporter import, int place, RunIndexRow row)
    {
        import.StartRow();
        import.Write((long)place + 1);
        Text(row.Uid);
        Text(row.Namespace);
        Text(row.Name);
        import.Write(true);
        Text(row.Phase);
        Text(row.WorkflowTemplate);
        Text(row.ClusterWorkflowTemplate);
        Text(row.CronWorkflow);
        Moment(row.CreatedAt);
        Moment(row.StartedAt);
        Moment(row.FinishedAt);
        Moment(row.ExpiresAt);
        Text(row.Progress);
        Text(row.Message);
        import.Write(row.Priority);
        Text(row.Creator);
        import.Write(row.Suspended);
        import.Write(JsonSerializer.Serialize(row.Labels), NpgsqlDbType.Jsonb);
        import.Write(JsonSerializer.Serialize(row.Parameters), NpgsqlDbType.Jsonb);
        import.Write(row.Summary.ToArray());
        import.Write((long)place + 1);
        Text(row.Folder);

        void Text(string? text)
        {
            if (text is null)
            {
                import.WriteNull();
            }
            else
            {
                import.Write(text, NpgsqlDbType.Text);
            }
        }

        void Moment(DateTimeOffset? moment)
        {
            if (moment is { } value)
            {
                import.Write(Moments.ToStored(value));
            }
            else
            {
                import.WriteNull();
            }
        }
    }

    private void WriteTerms(NpgsqlBinaryImporter import, int place, RunIndexRow row)
    {
        foreach (var term in PostgreSqlText.FolderTerms(row.Namespace, row.Folder))
        {
            Write(term);
        }

        foreach (var (kind, key, value) in row.Labels.Select(pair => ('l', pair.Key, pair.Value)).Concat(row.Parameters.Select(pair => ('p', pair.Key, pair.Value))))
        {
            if (!_terms.TryGetValue((kind, key, value), out var term))
            {
                term = _terms[(kind, key, value)] = PostgreSqlText.Term(kind, key, value);
            }

            Write(term);
        }

        void Write(Guid term)
        {
            import.StartRow();
            import.Write(term);
            import.Write(Moments.ToStored(row.CreatedAt));
            import.Write(row.Uid);
            import.Write((long)place + 1);
        }
    }

    private static void WriteChange(NpgsqlBinaryImporter import, int place, RunIndexRow row)
    {
        import.StartRow();
        import.Write((long)place + 1);
        import.Write((long)place + 1);
    }
}
