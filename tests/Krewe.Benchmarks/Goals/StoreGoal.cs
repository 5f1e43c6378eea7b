using System.Globalization;
using Krewe.Benchmarks.Bases;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 2: durable transitions on the embedded store against a bare group commit.</summary>
internal sealed class StoreGoal : Goal
{
    private const int Callers = 256;

    public override string Key => "2";

    public override string Title => "W1 on SQLite against group commit into a growing file (F1)";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var tasks = options.Size(10_000);
        var workflow = Workflows.Loop(tasks);
        await using var engine = await BenchEngine.StartNoOpAsync(options.NewFolder("goal2"), StoreKind.Sqlite);
        await engine.WarmUpAsync(workflow);
        await GrowingFile.RecordsPerSecondAsync(options.Folder, Callers, TimeSpan.FromSeconds(0.2));
        var (commits, flushes, bytes) = (engine.Commits.Commits, engine.Commits.Flushes, engine.Commits.Bytes);
        var comparison = await Comparison.RunAsync(
            options.Rounds,
            async () => 2 * tasks / await engine.RunAsync(workflow),
            () => GrowingFile.RecordsPerSecondAsync(options.Folder, Callers, TimeSpan.FromSeconds(1)));
        report.Add(Finding.Ratio(Key, "durable transitions/s, ratio to F1", comparison, 0.04, "a second"));
        double nodes = options.Rounds * (double)(tasks + 1);
        report.Add(new Finding
        {
            Goal = Key,
            What = "fsynced transactions a node",
            Value = (engine.Commits.Flushes - flushes) / nodes,
            AtMost = 0.05,
            Detail = string.Create(CultureInfo.InvariantCulture, $"{(engine.Commits.Commits - commits) / nodes:F4} commits, {(engine.Commits.Bytes - bytes) / nodes:N0} bytes a node"),
        });
    }
}
