using System.Globalization;
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
        var folder = options.NewFolder("goal11");
        await using var engine = await BenchEngine.StartProcessesAsync(folder, slots);
        await engine.WarmUpAsync(workflow);
        await plain();
        List<double> own = [], steps = [], bare = [];
        var comparison = await Comparison.RunAsync(options.Rounds, StepsAsync, BareAsync);
        report.Add(Finding.Ratio(Key, $"process steps/s, {what} ({name})", comparison, wanted, "a second"));
        report.Add(new Finding
        {
            Goal = Key,
            What = $"processor time of {name} a task, ratio to that of a step",
            Value = Numbers.Median(bare.Zip(own.Zip(steps, (a, b) => a + b), (a, b) => a / b)),
            Detail = string.Create(CultureInfo.InvariantCulture, $"{Numbers.Median(bare):0.00} ms against {Numbers.Median(own):0.00} ms in the engine and {Numbers.Median(steps):0.00} ms in the supervisor and the program"),
        });

        async Task<double> StepsAsync()
        {
            var (engineBefore, supervisorBefore) = (ProcessorTime.Own(), ProcessorTime.Supervisor(folder));
            var speed = tasks / await engine.RunAsync(workflow);
            own.Add((ProcessorTime.Own() - engineBefore) / tasks * 1000);
            steps.Add((ProcessorTime.Supervisor(folder) - supervisorBefore) / tasks * 1000);
            return speed;
        }

        async Task<double> BareAsync()
        {
            var before = ProcessorTime.Own() + ProcessorTime.Children();
            var speed = await plain();
            bare.Add((ProcessorTime.Own() + ProcessorTime.Children() - before) / tasks * 1000);
            return speed;
        }
    }
}
