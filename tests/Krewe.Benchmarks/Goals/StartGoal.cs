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
        var (all, ratios, lone) = (new List<Start>(), new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            var own = await OneByOneAsync(engine, workflow);
            var writes = await database.Records.LoneAsync(Runs * 5);
            all.AddRange(own);
            lone.AddRange(writes);
            ratios.Add(Numbers.Median(Of(own, start => start.Whole)) / ((3 * Numbers.Median(writes)) + 2));
        }

        var whole = Of(all, start => start.Whole);
        report.Add(Finding.OfRounds(
            Key, "median from submission to start, ratio to 3 x L + 2 ms", ratios,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Numbers.Median(whole):F2} ms: {Numbers.Median(Of(all, start => start.Before)):F2} until the first commit, {Numbers.Median(Of(all, start => start.Commit)):F2} for it, {Numbers.Median(Of(all, start => start.After)):F2} after it; L {Numbers.Median(lone):F2} ms"),
            atMost: 1));
        report.Add(new Finding { Goal = Key, What = "99th percentile from submission to start in ms", Value = Numbers.Percentile(whole, 0.99), AtMost = 20 });
    }

    private static double[] Of(IEnumerable<Start> starts, Func<Start, double> part) => [.. starts.Select(part)];

    private static async Task<Start[]> OneByOneAsync(BenchEngine engine, Workflow workflow)
    {
        var times = new Start[Runs];
        for (var i = 0; i < Runs; i++)
        {
            var starts = engine.NoOp.Starts = new ConcurrentQueue<long>();
            var commits = engine.Commits.Firsts = new ConcurrentQueue<(long Came, long Answered)>();
            var submitted = Stopwatch.GetTimestamp();
            await engine.RunAsync(workflow);
            var (came, answered) = commits.First();
            times[i] = new Start(Milliseconds(submitted, came), Milliseconds(came, answered), Milliseconds(answered, starts.First()));
        }

        (engine.NoOp.Starts, engine.Commits.Firsts) = (null, null);
        return times;
    }

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    /// <summary>Milliseconds until a run's first commit is handed in, until it is durable, and from there to the start of the step.</summary>
    private readonly record struct Start(double Before, double Commit, double After)
    {
        public double Whole => Before + Commit + After;
    }
}
