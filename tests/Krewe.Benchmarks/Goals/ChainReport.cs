using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Krewe.Benchmarks.Bases;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;

namespace Krewe.Benchmarks.Goals;

/// <summary>W2: how long a step waits for the one before it, against one lone flushed write.</summary>
internal sealed class ChainReport : Goal
{
    public override string Key => "W2";

    public override string Title => "a chain of 1,000 steps on SQLite against one caller of the growing file";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var steps = options.Size(1_000);
        var workflow = Workflows.Chain(steps);
        await using var engine = await BenchEngine.StartNoOpAsync(options.NewFolder("w2"), StoreKind.Sqlite);
        await engine.WarmUpAsync(workflow);
        var gaps = new List<double>();
        var comparison = await Comparison.RunAsync(
            options.Rounds,
            async () =>
            {
                var starts = engine.NoOp.Starts = new ConcurrentQueue<long>();
                await engine.RunAsync(workflow);
                var own = starts.Zip(starts.Skip(1), (a, b) => Stopwatch.GetElapsedTime(a, b).TotalMilliseconds).ToArray();
                gaps.AddRange(own);
                return Numbers.Median(own) * 1000;
            },
            async () => 1e6 / await GrowingFile.RecordsPerSecondAsync(options.Folder, 1, TimeSpan.FromSeconds(0.5)));
        report.Add(Finding.Ratio(Key, "median gap between steps, ratio to one lone flushed record", comparison, null, "us"));
        report.Add(new Finding { Goal = Key, What = "gap between steps, 99th percentile in ms", Value = Numbers.Percentile(gaps, 0.99), Detail = string.Create(CultureInfo.InvariantCulture, $"median {Numbers.Median(gaps):F2} ms") });
    }
}
