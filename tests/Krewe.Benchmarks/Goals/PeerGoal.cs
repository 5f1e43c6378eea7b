using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.Peers;
using Krewe.Benchmarks.PostgreSql;
using Krewe.Model;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 8: against DBOS, a durable engine on the same server.</summary>
internal sealed class PeerGoal : Goal
{
    private const double Wanted = 5;
    private const int Steps = 5;

    public override string Key => "8";

    public override string Title => "against DBOS (npm) on the same PostgreSQL";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        await using var database = await BenchDatabase.StartAsync();
        await using var peer = await DbosPeer.StartAsync(options.NewFolder("goal8-peer"), await database.CreateAsync());
        await using var engine = await database.StartNoOpAsync(options, "goal8");
        var (small, large, runs) = (options.Size(1_000), options.Size(10_000), options.Size(2_000));
        await CompareAsync($"W1 of {small:N0}", small, Workflows.Loop(small), 1, $"W1 {small}");
        await CompareAsync($"W1 of {large:N0}", large, Workflows.Loop(large), 1, $"W1 {large}");
        await CompareAsync($"W3 ({runs:N0} workflows of {Steps} steps)", runs * Steps, Workflows.Chain(Steps), runs, $"W3 {runs} {Steps}");

        async Task CompareAsync(string what, int tasks, Workflow workflow, int copies, string order)
        {
            await engine.WarmUpAsync(workflow, copies);
            await peer.RunAsync(order);
            var comparison = await Comparison.RunAsync(options.Rounds, async () => tasks / await engine.RunAsync(workflow, copies), async () => tasks / await peer.RunAsync(order));
            report.Add(Finding.Ratio(Key, $"tasks/s of {what}, ratio to DBOS", comparison, Wanted, "a second"));
        }
    }
}
