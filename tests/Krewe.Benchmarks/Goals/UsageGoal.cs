using System.Diagnostics;
using System.Globalization;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Client;
using Krewe.Hosting;
using Krewe.Storage;
using Krewe.Storage.PostgreSql;
using Krewe.Storage.Sqlite;
using Krewe.Testing;
using Npgsql;

namespace Krewe.Benchmarks.Goals;

/// <summary>Usage of a year of 1,000 templates that all run every day, asked through the engine.</summary>
internal sealed class UsageGoal(StoreKind store) : Goal
{
    private const int FullTemplates = 1_000;
    private const int Days = 365;
    private const int Folders = 40;
    private const int CallsARound = 5;

    private static readonly DateOnly First = new(2029, 1, 1);

    private static readonly (string What, UsageQuery Query)[] Questions =
    [
        ("a year in all", new UsageQuery()),
        ("a year by template", new UsageQuery { By = ["template"] }),
        ("a year by creator and month", new UsageQuery { By = ["creator", "month"] }),
        ("a year by day", new UsageQuery { By = ["day"] }),
        ("a year by folder and week", new UsageQuery { By = ["folder", "week"], Limit = UsageQuery.MostGroups }),
        ("mid-month to mid-month by template", new UsageQuery { By = ["template"], From = First.AddDays(14), To = First.AddDays(Days - 18) }),
        ("a month by day and template of a folder", new UsageQuery { By = ["day", "template"], From = First.AddDays(31), To = First.AddDays(58), Filter = "folder:team-7" }),
    ];

    public override string Key => store == StoreKind.PostgreSql ? "usage-postgres" : "usage";

    public override string Title => $"usage of a year of 1,000 templates on {store}";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        await using var server = store == StoreKind.PostgreSql ? await PostgreSqlServer.StartAsync() : null;
        var database = server is null ? null : new PostgreSqlStoreOptions { ConnectionString = await server.CreateDatabaseAsync() };
        var folder = options.NewFolder(Key);
        var templates = options.Size(FullTemplates);
        var seeding = Stopwatch.StartNew();
        await using (IKreweStore opened = database is null ? await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder }) : await PostgreSqlStore.OpenAsync(database))
        {
            for (var day = 0; day < Days; day++)
            {
                await opened.CommitAsync([new RunCommit { RunId = $"seed-{day}", CommitNo = 1, Completed = new byte[] { 1 }, Usage = [.. Enumerable.Range(0, templates).Select(i => EntryOf(day, i))] }]);
            }
        }

        if (database is not null)
        {
            // As the server does by itself in time; here that is switched off.
            await using var source = NpgsqlDataSource.Create(database.ConnectionString);
            await using var command = source.CreateCommand("vacuum (analyze) usage, usage_resource, usage_key");
            await command.ExecuteNonQueryAsync();
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {templates * Days:N0} keys and days counted in {seeding.Elapsed.TotalSeconds:N0} s"));
        await using var engine = await KreweEngine.StartAsync(new KreweEngineOptions { DataFolder = folder, PostgreSql = database, RunSchedules = false });
        foreach (var (what, query) in Questions)
        {
            await MeasureAsync(what, query with { From = query.From ?? First, To = query.To ?? First.AddDays(Days - 1) }, engine.Workflows, options, report);
        }
    }

    private static UsageEntry EntryOf(int day, int template) => new(
        First.AddDays(day),
        new UsageKey("ns", $"team-{template % Folders}", "WorkflowTemplate", $"template-{template}", $"user-{template % 97}", ""),
        new UsageFigures { RunsSucceeded = 20, RunsFailed = 1, StepsSucceeded = 200, RunMilliseconds = 60_000, StepMilliseconds = 90_000, Resources = new Dictionary<string, long> { ["cpu"] = 90, ["memory"] = 180 } });

    private async Task MeasureAsync(string what, UsageQuery query, IWorkflowService workflows, BenchOptions options, Report report)
    {
        var times = new List<double>();
        var answer = await workflows.GetUsageAsync(query);
        for (var call = 0; call < options.Rounds * CallsARound; call++)
        {
            var started = Stopwatch.GetTimestamp();
            await workflows.GetUsageAsync(query);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        report.Add(new Finding
        {
            Goal = Key,
            What = $"{what}, ms",
            Value = Numbers.Percentile(times, 0.9),
            Low = Numbers.Percentile(times, 0.1),
            High = Numbers.Percentile(times, 0.9),
            AtMost = 100,
            Detail = string.Create(CultureInfo.InvariantCulture, $"{answer.Items.Count:N0} groups, {answer.Total.Runs:N0} runs; median {Numbers.Median(times):0.0}"),
        });
    }
}
