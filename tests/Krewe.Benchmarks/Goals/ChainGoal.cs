using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.PostgreSql;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 7: how long a step of a chain waits for the one before it, on PostgreSQL.</summary>
internal sealed class ChainGoal : Goal
{
    private const int LoneWrites = 2_000;

    public override string Key => "7";

    public override string Title => "a chain of 1,000 steps on PostgreSQL against lone upserts (L)";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var workflow = Workflows.Chain(options.Size(1_000));
        await using var database = await BenchDatabase.StartAsync();
        await using var engine = await database.StartNoOpAsync(options, "goal7");
        await engine.WarmUpAsync(workflow);
        await database.Records.LoneAsync(LoneWrites);
        var (gaps, lone, medians, tails) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            var starts = engine.NoOp.Starts = new ConcurrentQueue<long>();
            await engine.RunAsync(workflow);
            engine.NoOp.Starts = null;
            var own = starts.Zip(starts.Skip(1), (a, b) => Stopwatch.GetElapsedTime(a, b).TotalMilliseconds).ToArray();
            var writes = await database.Records.LoneAsync(LoneWrites);
            gaps.AddRange(own);
            lone.AddRange(writes);
            medians.Add(Numbers.Median(own) / ((3 * Numbers.Median(writes)) + 0.5));
            tails.Add(Numbers.Percentile(own, 0.99) / Numbers.Percentile(writes, 0.99));
        }

        report.Add(Finding.OfRounds(Key, "median gap between steps, ratio to 3 x L + 0.5 ms", medians, string.Create(CultureInfo.InvariantCulture, $"{Numbers.Median(gaps):F2} ms, L {Numbers.Median(lone):F2} ms"), atMost: 1));
        report.Add(Finding.OfRounds(Key, "99th percentile of gaps, ratio to that of lone upserts", tails, string.Create(CultureInfo.InvariantCulture, $"{Numbers.Percentile(gaps, 0.99):F2} against {Numbers.Percentile(lone, 0.99):F2} ms"), atMost: 5));
    }
}
