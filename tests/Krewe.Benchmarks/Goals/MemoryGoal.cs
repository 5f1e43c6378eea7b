using System.Globalization;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.PostgreSql;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 13: memory of nodes that run, and of nodes that have ended.</summary>
/// <remarks>One run has at most its window of nodes open, so many runs are held at the gate together.</remarks>
internal sealed class MemoryGoal(StoreKind store) : Goal
{
    private const int Window = 512;
    private const int AtOnce = 1;

    public override string Key => store == StoreKind.PostgreSql ? "13-postgres" : "13";

    public override string Title => $"memory a node, 100,000 held at once, on {store}";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var runs = options.Size(100_000) / Window;
        double nodes = runs * Window;
        await using var database = store == StoreKind.PostgreSql ? await BenchDatabase.StartAsync() : null;
        await using var engine = database is null ? await BenchEngine.StartNoOpAsync(options.NewFolder("goal13"), store) : await database.StartNoOpAsync(options, "goal13");
        await engine.RunAsync(Workflows.Loop(1_000), 4);
        await CollectGrainsAsync(engine);
        ProcessMemory.Collect();
        ProcessMemory.ForgetPeak();
        var (idle, idleHeap) = (ProcessMemory.Resident, GC.GetTotalMemory(false));

        engine.NoOp.CloseGate();
        var workflow = Workflows.Loop(Window);
        var uids = new List<string>();
        while (uids.Count < runs)
        {
            // Not all at once: what is wanted is the memory of nodes that run, not that of a crowd at the door.
            uids.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnce, runs - uids.Count)).Select(_ => engine.SubmitAsync(workflow))));
        }

        using (var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20)))
        {
            while (engine.NoOp.Held < nodes && await tick.WaitForNextTickAsync())
            {
            }
        }

        var peak = ProcessMemory.Peak;
        ProcessMemory.Collect();
        var live = ProcessMemory.Resident;
        engine.NoOp.OpenGate();
        await Task.WhenAll(uids.Select(engine.WaitAsync));
        await CollectGrainsAsync(engine);
        ProcessMemory.Collect();
        var after = ProcessMemory.Resident;
        report.Add(new Finding
        {
            Goal = Key,
            What = "KB of peak resident memory over idle a running node",
            Value = (peak - idle) / nodes / 1024,
            AtMost = 4,
            Detail = string.Create(CultureInfo.InvariantCulture, $"{nodes:N0} nodes, idle {idle >> 20} MiB, peak {peak >> 20} MiB, {(live - idle) / nodes / 1024:F2} KB after a collection"),
        });
        report.Add(new Finding
        {
            Goal = Key,
            What = "KB of resident memory over idle an ended node",
            Value = (after - idle) / nodes / 1024,
            AtMost = 0.5,
            Detail = string.Create(CultureInfo.InvariantCulture, $"{after >> 20} MiB at the end, {(GC.GetTotalMemory(false) - idleHeap) >> 20} MiB of it more managed heap than before"),
        });
    }

    /// <summary>Has the activations of ended runs and nodes leave, and waits until they have: one that is just answering is passed over.</summary>
    private static async Task CollectGrainsAsync(BenchEngine engine)
    {
        var management = engine.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            await management.ForceActivationCollection(TimeSpan.Zero);
        }
        while ((await management.GetSimpleGrainStatistics()).Any(grains => grains.ActivationCount > 0 && IsOfRun(grains.GrainType)) && await tick.WaitForNextTickAsync());
    }

    private static bool IsOfRun(string type) => type.Contains("RunGrain", StringComparison.Ordinal) || type.Contains("NodeGrain", StringComparison.Ordinal);
}
