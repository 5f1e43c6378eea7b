using System.Diagnostics;
using System.Globalization;
using Krewe.Benchmarks.Lists;
using Krewe.Benchmarks.Measuring;
using Krewe.Client;
using Krewe.Hosting;
using Krewe.Storage;
using Krewe.Storage.PostgreSql;
using Krewe.Testing;
using Npgsql;

namespace Krewe.Benchmarks.Goals;

/// <summary>Lists of a million stored runs on PostgreSQL, through the engine, against the same question asked by hand in SQL.</summary>
internal sealed class ListsGoal : Goal
{
    private const int FullSize = 1_000_000;
    private const int CallsARound = 5;

    public override string Key => "lists";

    public override string Title => "lists at 1,000,000 stored runs on PostgreSQL against SQL by hand";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var sample = new StoredRunSample(options.Size(FullSize));
        await using var server = await PostgreSqlServer.StartAsync();
        var database = new PostgreSqlStoreOptions { ConnectionString = await server.CreateDatabaseAsync() };
        await (await PostgreSqlStore.OpenAsync(database)).DisposeAsync();
        var seeding = Stopwatch.StartNew();
        await new RunSeeder(database.ConnectionString, sample).SeedAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {sample.Count:N0} runs stored in {seeding.Elapsed.TotalSeconds:N0} s"));

        await using var engine = await KreweEngine.StartAsync(new KreweEngineOptions { DataFolder = options.NewFolder("lists"), PostgreSql = database, RunSchedules = false });
        await using var byHand = NpgsqlDataSource.Create(database.ConnectionString);
        var deep = sample[sample.Count / 2];
        foreach (var question in ListQuestion.All(await DeepAsync(engine.Workflows, sample.Count / 2), Moments.ToStored(deep.CreatedAt), deep.Uid))
        {
            await MeasureAsync(question, engine.Workflows, byHand, options, report);
        }

        var folders = await engine.Workflows.ListFoldersAsync(new FoldersQuery());
        await MeasureAsync(
            "all folders with their runs", string.Create(CultureInfo.InvariantCulture, $"{folders.Items.Count:N0} folders"), () => engine.Workflows.ListFoldersAsync(new FoldersQuery()),
            () => ReadAsync(byHand, "select namespace, folder, count(*) from run_index where folder <> '' group by namespace, folder"), options, report);
    }

    /// <summary>The place behind so many rows, come to page by page as a client does.</summary>
    private static async Task<string> DeepAsync(IWorkflowService workflows, int rows)
    {
        string? cursor = null;
        for (var seen = 0; seen < rows; seen += 500)
        {
            cursor = (await workflows.ListRowsAsync(new RunRowsQuery { Limit = 500, Cursor = cursor })).Cursor;
        }

        return cursor!;
    }

    private async Task MeasureAsync(ListQuestion question, IWorkflowService workflows, NpgsqlDataSource byHand, BenchOptions options, Report report)
    {
        var page = await workflows.ListRowsAsync(question.Query);
        var found = question.IsCount
            ? string.Create(CultureInfo.InvariantCulture, $"{page.Counts!.Values.Sum():N0}{(page.CountsAreAll == true ? "" : " and more")} found")
            : $"{page.Items.Count} rows";
        await MeasureAsync(question.What, found, () => workflows.ListRowsAsync(question.Query), () => ReadAsync(byHand, question.ByHand), options, report);
    }

    private async Task MeasureAsync(string what, string found, Func<Task> ask, Func<Task> askByHand, BenchOptions options, Report report)
    {
        var times = new List<double>();
        var comparison = await Comparison.RunAsync(options.Rounds, () => MedianAsync(ask, times), () => MedianAsync(askByHand, null));
        report.Add(new Finding
        {
            Goal = Key,
            What = $"{what}, ms",
            Value = Numbers.Percentile(times, 0.9),
            Low = Numbers.Percentile(times, 0.1),
            High = Numbers.Percentile(times, 0.9),
            AtMost = 100,
            Detail = string.Create(CultureInfo.InvariantCulture, $"{found}; median {comparison.MedianA:0.0} against {comparison.MedianB:0.0} by hand, ratio {comparison.Ratio:0.00}"),
        });
    }

    private static async Task<double> MedianAsync(Func<Task> ask, List<double>? times)
    {
        var round = new List<double>();
        for (var call = 0; call < CallsARound; call++)
        {
            var started = Stopwatch.GetTimestamp();
            await ask();
            round.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times?.AddRange(round);
        return Numbers.Median(round);
    }

    private static async Task ReadAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new object[reader.FieldCount];
        while (await reader.ReadAsync())
        {
            reader.GetValues(values);
        }
    }
}
