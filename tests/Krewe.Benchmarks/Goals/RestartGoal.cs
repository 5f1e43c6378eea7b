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

    public override string Key => "15";

    public override string Title => "restart with a run of 100,000 nodes half done on PostgreSQL, against reading its rows";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var tasks = options.Size(100_000);
        await using var database = await BenchDatabase.StartAsync();
        await RoundAsync(database, options, tasks);
        var (taken, read, ratios, whole) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            var (empty, start, select) = await RoundAsync(database, options, tasks);
            taken.Add(start - empty);
            whole.Add(start);
            read.Add(select);
            ratios.Add((start - empty) / select);
        }

        report.Add(Finding.OfRounds(
            Key, "time from start to the first step beyond that of an empty engine, ratio to one SELECT of the run's rows", ratios,
            string.Create(CultureInfo.InvariantCulture, $"{Numbers.Median(taken):N0} ms of {Numbers.Median(whole):N0} against {Numbers.Median(read):N0} ms"), atMost: 3));
    }

    private static async Task<(double Empty, double Start, double Select)> RoundAsync(BenchDatabase database, BenchOptions options, int tasks)
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

        await ReadAsync(full, uid);
        var select = await ReadAsync(full, uid);
        started = Stopwatch.GetTimestamp();
        await using var engine = await StartAsync(full, options);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (engine.NoOp.Starts!.IsEmpty && await tick.WaitForNextTickAsync())
        {
        }

        var start = Stopwatch.GetElapsedTime(started, engine.NoOp.Starts.First()).TotalMilliseconds;
        await engine.WaitAsync(uid);
        return (empty, start, select);
    }

    private static Task<BenchEngine> StartAsync(string connectionString, BenchOptions options) =>
        BenchEngine.StartNoOpAsync(options.NewFolder("goal15"), StoreKind.PostgreSql, postgreSql: BenchDatabase.Options(connectionString), starts: new ConcurrentQueue<long>());

    /// <summary>Milliseconds to read all that the run is made of.</summary>
    private static async Task<double> ReadAsync(string connectionString, string uid)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var started = Stopwatch.GetTimestamp();
        await using var command = new NpgsqlCommand(Rows, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = uid } } };
        await using var reader = await command.ExecuteReaderAsync();
        long bytes = 0;
        while (await reader.ReadAsync())
        {
            bytes += (await reader.GetFieldValueAsync<byte[]>(1)).Length;
        }

        return bytes > 0 ? Stopwatch.GetElapsedTime(started).TotalMilliseconds : throw new InvalidOperationException("the killed engine left nothing of the run");
    }
}
