using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 12: a large heap does not make starts slow (a fork would copy its page tables).</summary>
internal sealed class BallastGoal : Goal
{
    private const int Gibibytes = 2;

    public override string Key => "12";

    public override string Title => "2,000 steps of /bin/true with 2 GiB of live heap against without";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var tasks = options.Size(2_000);
        var workflow = Workflows.Loop(tasks);
        await using var engine = await BenchEngine.StartProcessesAsync(options.NewFolder("goal12"), 2);
        await engine.WarmUpAsync(workflow);
        var comparison = await Comparison.RunAsync(
            options.Rounds,
            async () =>
            {
                var ballast = Ballast();
                var seconds = await engine.RunAsync(workflow);
                GC.KeepAlive(ballast);
                return seconds / tasks * 1e6;
            },
            async () =>
            {
                ProcessMemory.Collect();
                return await engine.RunAsync(workflow) / tasks * 1e6;
            });
        report.Add(Finding.Ratio(Key, "time a step, ratio with to without", comparison, null, "us") with { AtMost = 1.2 });
    }

    private static byte[][] Ballast()
    {
        var blocks = new byte[Gibibytes * 1024][];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = GC.AllocateUninitializedArray<byte>(1 << 20);
            blocks[i].AsSpan().Fill(1);
        }

        return blocks;
    }
}
