using System.Globalization;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.PostgreSql;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 4: what a node costs the database, counted.</summary>
internal sealed class WriteCostGoal : Goal
{
    private const string Rows = "select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint from pg_stat_user_tables where relname not like 'bench%'";

    public override string Key => "4";

    public override string Title => "what a node of W1 costs PostgreSQL";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var tasks = options.Size(10_000);
        var workflow = Workflows.Loop(tasks);
        await using var database = await BenchDatabase.StartAsync();
        await using var engine = await database.StartNoOpAsync(options, "goal4");
        await engine.WarmUpAsync(workflow);
        await database.SettleAsync();
        using var statements = new StatementCounter();
        var (commits, flushes) = (engine.Commits.Commits, engine.Commits.Flushes);
        var (wal, syncs, rows) = await CountAsync(database);
        var sent = statements.Count;
        for (var round = 0; round < options.Rounds; round++)
        {
            await engine.RunAsync(workflow);
        }

        sent = statements.Count - sent;
        var (walAfter, syncsAfter, rowsAfter) = await CountAsync(database);
        double nodes = options.Rounds * (double)(tasks + 1);
        Add(report, "commits a node", (engine.Commits.Flushes - flushes) / nodes, 0.1, string.Create(CultureInfo.InvariantCulture, $"{(engine.Commits.Commits - commits) / nodes:F4} commits of runs"));
        Add(report, "fsyncs of the log a node", (syncsAfter - syncs) / nodes, 0.05);
        Add(report, "SQL round trips a node", sent / nodes, 0.1);
        Add(report, "rows written a node", (rowsAfter - rows) / nodes, 3);
        Add(report, "bytes of PostgreSQL's log a node", (walAfter - wal) / nodes, 1200);
    }

    private static async Task<(double Wal, long Syncs, long Rows)> CountAsync(BenchDatabase database)
    {
        await BenchDatabase.CountedAsync();
        return (await database.LogBytesAsync(), await database.QueryAsync<long>("select wal_sync from pg_stat_wal"), await database.QueryAsync<long>(Rows));
    }

    private void Add(Report report, string what, double value, double most, string detail = "") =>
        report.Add(new Finding { Goal = Key, What = what, Value = value, AtMost = most, Detail = detail });
}
