using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.PostgreSql;
using Npgsql;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 15: a run that was half done when its engine was killed goes on.</summary>
/// <remarks>
/// The engine that takes over starts in this process, whose code is compiled by then. What counts is how much longer it takes to the
/// first step of the run than an engine on an empty database takes to start.
/// </remarks>
internal sealed class RestartGoal : Goal
{
    private const string Rows = """
        select l.commit_no, l.payload from run r join run_log l on l.rid = r.rid where r.uid = $1
        union all select p.page, p.payload from run r join run_page p on p.rid = r.rid where r.uid = $1
        """;

    // As an engine keeps them that has a row a node: 200 bytes, as the bases of the other goals have them.
    private const string NodeRows = """
        create table node_row as select n as number, $1::text as run, 'node-' || n as id, 'Succeeded'::text as phase, decode(repeat(md5(n::text), 9), 'hex') as status from generate_series(1, $2) n
        """;

    public override string Key => "15";

    public override string Title => "restart with a run of 100,000 nodes half done on PostgreSQL, against reading its rows";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var tasks = options.Size(100_000);
        await using var database = await BenchDatabase.StartAsync();
        await RoundAsync(database, options, tasks);
        var (taken, read, ratios, whole) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var (rows, rowRatios) = (new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            var (empty, start, select, nodeRows) = await RoundAsync(database, options, tasks);
            taken.Add(start - empty);
            whole.Add(start);
            read.Add(select);
            ratios.Add((start - empty) / select);
            rows.Add(nodeRows);
            rowRatios.Add((start - empty) / nodeRows);
        }

        report.Add(Finding.OfRounds(
            Key, "time from start to the first step beyond that of an empty engine, ratio to one SELECT of the run's rows", ratios,
            string.Create(CultureInfo.InvariantCulture, $"{Numbers.Median(taken):N0} ms of {Numbers.Median(whole):N0} against {Numbers.Median(read):N0} ms; they are compressed"), atMost: 3));
        report.Add(Finding.OfRounds(
            Key, "the same, ratio to one SELECT of as many nodes kept as a row of 200 bytes each", rowRatios,
            string.Create(CultureInfo.InvariantCulture, $"{Numbers.Median(taken):N0} against {Numbers.Median(rows):N0} ms"), atMost: 3));
    }

    private static async Task<(double Empty, double Start, double Select, double NodeRows)> RoundAsync(BenchDatabase database, BenchOptions options, int tasks)
    {
        var (full, none) = (await database.CreateAsync(), await database.CreateAsync());
        var uid = await HalfRun.MakeAsync(full, options.NewFolder("goal15-killed"), tasks);
        // The first time makes the tables.
        await using (await StartAsync(none, options))
        {
        }

        var started = Stopwatch.GetTimestamp();
        double empty;
        await using (await StartAsync(none, options))
        {
            empty = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        await ReadAsync(full, Rows, uid);
        var select = await ReadAsync(full, Rows, uid);
        await MakeNodeRowsAsync(none, uid, tasks / 2);
        await ReadAsync(none, "select number, status, id, phase from node_row where run = $1", uid);
        var nodeRows = await ReadAsync(none, "select number, status, id, phase from node_row where run = $1", uid);
        started = Stopwatch.GetTimestamp();
        await using var engine = await StartAsync(full, options);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (engine.NoOp.Starts!.IsEmpty && await tick.WaitForNextTickAsync())
        {
        }

        var start = Stopwatch.GetElapsedTime(started, engine.NoOp.Starts.First()).TotalMilliseconds;
        await engine.WaitAsync(uid);
        return (empty, start, select, nodeRows);
    }

    private static Task<BenchEngine> StartAsync(string connectionString, BenchOptions options) =>
        BenchEngine.StartNoOpAsync(options.NewFolder("goal15"), StoreKind.PostgreSql, postgreSql: BenchDatabase.Options(connectionString), starts: new ConcurrentQueue<long>());

    private static async Task MakeNodeRowsAsync(string connectionString, string uid, int nodes)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(NodeRows.Replace("$1", $"'{uid}'", StringComparison.Ordinal).Replace("$2", nodes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Milliseconds to read rows of a run, with their second column as bytes.</summary>
    private static async Task<double> ReadAsync(string connectionString, string rows, string uid)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var started = Stopwatch.GetTimestamp();
        await using var command = new NpgsqlCommand(rows, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = uid } } };
        await using var reader = await command.ExecuteReaderAsync();
        long bytes = 0;
        while (await reader.ReadAsync())
        {
            bytes += (await reader.GetFieldValueAsync<byte[]>(1)).Length;
            for (var column = 2; column < reader.FieldCount; column++)
            {
                bytes += reader.GetString(column).Length;
            }
        }

        return bytes > 0 ? Stopwatch.GetElapsedTime(started).TotalMilliseconds : throw new InvalidOperationException("the killed engine left nothing of the run");
    }
}
