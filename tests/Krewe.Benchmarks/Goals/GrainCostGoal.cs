using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 5: counts that no noise touches.</summary>
internal sealed class GrainCostGoal : Goal
{
    public override string Key => "5";

    public override string Title => "grain calls, activations and allocations a node, W1";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var tasks = options.Size(10_000);
        var workflow = Workflows.Loop(tasks);
        await using var engine = await BenchEngine.StartNoOpAsync(options.NewFolder("goal5"), StoreKind.Sqlite, countCalls: true);
        await engine.WarmUpAsync(workflow);
        double nodes = tasks + 1;
        var (calls, activations) = (engine.Calls!.Calls, engine.Calls.Activations);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        await engine.RunAsync(workflow);
        report.Add(new Finding { Goal = Key, What = "grain calls a node", Value = (engine.Calls.Calls - calls) / nodes, AtMost = 4 });
        report.Add(new Finding { Goal = Key, What = "activations a node", Value = (engine.Calls.Activations - activations) / nodes, AtMost = 1 + (10 / nodes), Detail = "the run's own grain is one more" });
        report.Add(new Finding { Goal = Key, What = "KB allocated a node", Value = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / nodes / 1024, AtMost = 40 });
    }
}
