using System.Globalization;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.PostgreSql;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 10: many workflows of one step, submitted at once.</summary>
internal sealed class SmallRunsGoal : Goal
{
    private const int Writers = 64;

    // Fifty times what one Argo controller with its defaults was measured to do.
    private const double Wanted = 225;

    public override string Key => "10";

    public override string Title => "5,000 workflows of one step on PostgreSQL, against row by row (B0)";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var runs = options.Size(5_000);
        var workflow = Workflows.Chain(1);
        await using var database = await BenchDatabase.StartAsync();
        await using var engine = await database.StartNoOpAsync(options, "goal10");
        await engine.WarmUpAsync(workflow, runs);
        var comparison = await Comparison.RunAsync(
            options.Rounds,
            async () => runs / await engine.RunAsync(workflow, runs),
            () => database.Records.SingleRowsAsync(Writers, TimeSpan.FromSeconds(1)));
        report.Add(Finding.Ratio(Key, "workflows/s submitted, run and ended, ratio to B0", comparison, 0.05, "a second"));
        report.Add(new Finding
        {
            Goal = Key,
            What = "workflows/s",
            Value = comparison.MedianA,
            AtLeast = Wanted,
            Detail = string.Create(CultureInfo.InvariantCulture, $"{(double)engine.Commits.Commits / engine.Commits.Flushes:F1} commits a transaction"),
        });
    }
}
