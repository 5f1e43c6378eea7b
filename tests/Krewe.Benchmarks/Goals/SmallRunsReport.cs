using System.Globalization;
using Krewe.Benchmarks.Bases;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;

namespace Krewe.Benchmarks.Goals;

/// <summary>W3: many small workflows at once.</summary>
internal sealed class SmallRunsReport : Goal
{
    private const int Steps = 5;

    public override string Key => "W3";

    public override string Title => "2,000 workflows of 5 steps on SQLite against group commit into a growing file (F1)";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var runs = options.Size(2_000);
        var workflow = Workflows.Chain(Steps);
        await using var engine = await BenchEngine.StartNoOpAsync(options.NewFolder("w3"), StoreKind.Sqlite);
        await engine.WarmUpAsync(workflow, runs);
        var comparison = await Comparison.RunAsync(
            options.Rounds,
            async () => runs * Steps / await engine.RunAsync(workflow, runs),
            () => GrowingFile.RecordsPerSecondAsync(options.Folder, 256, TimeSpan.FromSeconds(1)));
        report.Add(Finding.Ratio(Key, "tasks/s, ratio to F1", comparison, null, "a second"));
        report.Add(new Finding { Goal = Key, What = "workflows/s", Value = comparison.MedianA / Steps, Detail = string.Create(CultureInfo.InvariantCulture, $"{(double)engine.Commits.Commits / engine.Commits.Flushes:F1} commits a transaction") });
    }
}
