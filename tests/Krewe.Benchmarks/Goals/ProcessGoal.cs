using Krewe.Benchmarks.Bases;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 11: processes as workflow steps against processes alone.</summary>
internal sealed class ProcessGoal : Goal
{
    public override string Key => "11";

    public override string Title => "2,000 steps of /bin/true against xargs (X) and against captured starts (P8)";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var tasks = options.Size(2_000);
        await MeasureAsync(2, 0.8, "X", "two at once, ratio to xargs -P2", () => ProcessStarts.XargsAsync(tasks, 2), tasks, options, report);
        await MeasureAsync(8, 0.7, "P8", "eight at once, ratio to captured starts", () => ProcessStarts.CapturedAsync(tasks, 8), tasks, options, report);
    }

    private async Task MeasureAsync(int slots, double wanted, string name, string what, Func<Task<double>> plain, int tasks, BenchOptions options, Report report)
    {
        var workflow = Workflows.Loop(tasks);
        await using var engine = await BenchEngine.StartProcessesAsync(options.NewFolder("goal11"), slots);
        await engine.WarmUpAsync(workflow);
        await plain();
        var comparison = await Comparison.RunAsync(options.Rounds, async () => tasks / await engine.RunAsync(workflow), plain);
        report.Add(Finding.Ratio(Key, $"process steps/s, {what} ({name})", comparison, wanted, "a second"));
    }
}
