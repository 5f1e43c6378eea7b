using System.Globalization;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.PostgreSql;
using Krewe.Benchmarks.Silos;
using Krewe.Model;

namespace Krewe.Benchmarks.Goals;

/// <summary>One, two and three silos as processes on one machine and one database.</summary>
/// <remarks>
/// They share the same processors, so work that needs these cannot become faster; it must not become slower either. Steps that only wait
/// need none: how many run at once grows with the silos.
/// </remarks>
internal sealed class SilosGoal : Goal
{
    private const int Most = 3;
    private const int WarmUps = 5;
    private const int Batches = 4;
    private const int Runs = 24;
    private const int NodesARun = 2_000;
    private const int SleepersARun = 8;

    // What a silo runs at once by default is 16: so many need several turns on one silo.
    private const int SleepingRuns = 36;
    private const int Seconds = 1;

    public override string Key => "silos";

    public override string Title => "1, 2 and 3 silos as processes on one PostgreSQL";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var nodes = new List<double>[Most + 1];
        var sleepers = new List<double>[Most + 1];
        for (var silos = 1; silos <= Most; silos++)
        {
            (nodes[silos], sleepers[silos]) = ([], []);
        }

        var (work, sleep) = (Workflows.Waits(options.Size(NodesARun)), Workflows.Sleeps(SleepersARun, Seconds));
        await using var database = await BenchDatabase.StartAsync();
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var silos = 1; silos <= Most; silos++)
            {
                await using var cluster = await BenchCluster.StartAsync(options.NewFolder("silos"), await database.CreateAsync(), silos);
                // Until the code of every silo, each of which has its share alone, is compiled.
                await TakeAsync(cluster, work, WarmUps * silos);
                nodes[silos].Add(Batches * Runs * options.Size(NodesARun) / await TakeAsync(cluster, work, Batches));
                sleepers[silos].Add(SleepingRuns * SleepersARun / await cluster.RunAsync(sleep, SleepingRuns));
            }
        }

        for (var silos = 2; silos <= Most; silos++)
        {
            report.Add(Of($"nodes/s with {silos} silos, ratio to one", nodes[silos], nodes[1], 1));
            report.Add(Of($"waiting steps/s with {silos} silos, ratio to one", sleepers[silos], sleepers[1], 0.8 * silos));
        }
    }

    private static async Task<double> TakeAsync(BenchCluster cluster, Workflow work, int batches)
    {
        var seconds = 0.0;
        for (var batch = 0; batch < batches; batch++)
        {
            seconds += await cluster.RunAsync(work, Runs);
        }

        return seconds;
    }

    private Finding Of(string what, List<double> several, List<double> one, double atLeast)
    {
        var ratios = several.Zip(one, (a, b) => a / b).ToArray();
        return Finding.OfRounds(Key, what, ratios, string.Create(CultureInfo.InvariantCulture, $"{Numbers.Median(several):N0} against {Numbers.Median(one):N0} a second"), atLeast: atLeast);
    }
}
