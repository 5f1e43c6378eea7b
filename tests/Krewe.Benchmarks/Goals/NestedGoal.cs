using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.PostgreSql;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 17: workflows of workflows cost little more than one workflow.</summary>
internal sealed class NestedGoal : Goal
{
    private const int Children = 100;

    public override string Key => "17";

    public override string Title => "100 children of 100 steps on PostgreSQL against one run of 10,000";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var steps = options.Size(10_000) / Children;
        var (nested, flat) = (Workflows.Nested(Children, steps), Workflows.Loop(Children * steps));
        await using var database = await BenchDatabase.StartAsync();
        await using var engine = await database.StartNoOpAsync(options, "goal17");
        await engine.WarmUpAsync(nested);
        await engine.WarmUpAsync(flat);
        var comparison = await Comparison.RunAsync(
            options.Rounds,
            async () => Children * steps / await engine.RunAsync(nested),
            async () => Children * steps / await engine.RunAsync(flat));
        report.Add(Finding.Ratio(Key, "steps/s of children, ratio to steps of one run", comparison, 0.8, "a second"));
    }
}
