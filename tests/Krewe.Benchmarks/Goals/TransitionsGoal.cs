using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.PostgreSql;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 1: durable transitions on PostgreSQL against group commit and single rows without an engine.</summary>
internal sealed class TransitionsGoal : Goal
{
    private const int Callers = 256;
    private const int Writers = 64;

    public override string Key => "1";

    public override string Title => "W1 on PostgreSQL against upserts by group commit (B1) and row by row (B0)";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var tasks = options.Size(10_000);
        var workflow = Workflows.Loop(tasks);
        var slice = TimeSpan.FromSeconds(1);
        await using var database = await BenchDatabase.StartAsync();
        await using var engine = await database.StartNoOpAsync(options, "goal1");
        await engine.WarmUpAsync(workflow);
        await database.Records.GroupedAsync(Callers, slice);
        await database.Records.SingleRowsAsync(Writers, slice);
        async Task<double> TransitionsAsync() => 2 * tasks / await engine.RunAsync(workflow);
        var grouped = await Comparison.RunAsync(options.Rounds, TransitionsAsync, () => database.Records.GroupedAsync(Callers, slice));
        report.Add(Finding.Ratio(Key, "durable transitions/s, ratio to B1", grouped, 0.25, "a second"));
        var single = await Comparison.RunAsync(options.Rounds, TransitionsAsync, () => database.Records.SingleRowsAsync(Writers, slice));
        report.Add(Finding.Ratio(Key, "durable transitions/s, ratio to B0", single, 1, "a second"));
    }
}
