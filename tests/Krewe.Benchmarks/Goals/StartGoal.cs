using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.PostgreSql;
using Krewe.Model;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 14: from submission to the start of the first step, while nothing else runs.</summary>
internal sealed class StartGoal : Goal
{
    private const int Runs = 200;

    public override string Key => "14";

    public override string Title => "submission to first step on PostgreSQL, one run at a time";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var workflow = Workflows.Chain(1);
        await using var database = await BenchDatabase.StartAsync();
        await using var engine = await database.StartNoOpAsync(options, "goal14");
        await engine.WarmUpAsync(workflow, Runs);
        await OneByOneAsync(engine, workflow);
        var (all, ratios, lone) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            var own = await OneByOneAsync(engine, workflow);
            var writes = await database.Records.LoneAsync(Runs * 5);
            all.AddRange(own);
            lone.AddRange(writes);
            ratios.Add(Numbers.Median(own) / ((3 * Numbers.Median(writes)) + 2));
        }

        report.Add(Finding.OfRounds(
            Key, "median from submission to start, ratio to 3 x L + 2 ms", ratios,
            string.Create(CultureInfo.InvariantCulture, $"{Numbers.Median(all):F2} ms, L {Numbers.Median(lone):F2} ms"), atMost: 1));
        report.Add(new Finding { Goal = Key, What = "99th percentile from submission to start in ms", Value = Numbers.Percentile(all, 0.99), AtMost = 20 });
    }

    private static async Task<double[]> OneByOneAsync(BenchEngine engine, Workflow workflow)
    {
        var times = new double[Runs];
        for (var i = 0; i < Runs; i++)
        {
            var starts = engine.NoOp.Starts = new ConcurrentQueue<long>();
            var submitted = Stopwatch.GetTimestamp();
            await engine.RunAsync(workflow);
            times[i] = Stopwatch.GetElapsedTime(submitted, starts.First()).TotalMilliseconds;
        }

        engine.NoOp.Starts = null;
        return times;
    }
}
