using Krewe.Benchmarks.Bases;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 3: the engine without a disk against the grains it is made of.</summary>
internal sealed class MemoryStoreGoal : Goal
{
    public override string Key => "3";

    public override string Title => "W1 on the memory store against a fan-out to cold grains (A)";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var tasks = options.Size(10_000);
        var workflow = Workflows.Loop(tasks);
        await using var silo = await BareSilo.StartAsync();
        await using var engine = await BenchEngine.StartNoOpAsync(options.NewFolder("goal3"), StoreKind.Memory);
        await engine.WarmUpAsync(workflow);
        await silo.GrainsPerSecondAsync(tasks);
        var comparison = await Comparison.RunAsync(options.Rounds, async () => tasks / await engine.RunAsync(workflow), () => silo.GrainsPerSecondAsync(tasks));
        report.Add(Finding.Ratio(Key, "nodes/s without a disk, ratio to A", comparison, 0.25, "a second"));
    }
}
