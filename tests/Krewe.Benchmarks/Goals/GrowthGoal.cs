using System.Globalization;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.PostgreSql;
using Krewe.Model;

namespace Krewe.Benchmarks.Goals;

/// <summary>Goal 6: what a node costs, in the engine and in the database, does not depend on how many there are.</summary>
internal sealed class GrowthGoal(StoreKind store) : Goal
{
    private static readonly int[] OnSqlite = [1_000, 3_000, 10_000, 30_000];
    private static readonly int[] OnPostgreSql = [1_000, 3_000, 10_000, 30_000, 100_000];

    public override string Key => store == StoreKind.PostgreSql ? "6-postgres" : "6";

    public override string Title => string.Create(CultureInfo.InvariantCulture, $"CPU a node from {Sizes[0]:N0} to {Sizes[^1]:N0} nodes on {store}");

    private int[] Sizes => store == StoreKind.PostgreSql ? OnPostgreSql : OnSqlite;

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        await MeasureAsync("loop", tasks => Workflows.Loop(tasks), options, report);
        await MeasureAsync("DAG of 10 layers", Workflows.Dag, options, report);
    }

    private async Task MeasureAsync(string shape, Func<int, Workflow> make, BenchOptions options, Report report)
    {
        await using var database = store == StoreKind.PostgreSql ? await BenchDatabase.StartAsync() : null;
        await using var engine = database is null ? await BenchEngine.StartNoOpAsync(options.NewFolder("goal6"), store) : await database.StartNoOpAsync(options, "goal6");
        var sizes = Sizes.Select(options.Size).ToArray();

        // Until the compiler has settled, the first sizes would look dear.
        await engine.WarmUpAsync(make(sizes[2]));
        await engine.RunAsync(make(sizes[3]));
        var costs = sizes.ToDictionary(size => size, _ => new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var size in sizes)
            {
                costs[size].Add(await CostAsync(engine, database, make(size), size, Math.Max(1, sizes[2] / size)));
            }
        }

        var points = sizes.Select(size => ((double)size, Numbers.Median(costs[size]))).ToArray();
        var perRound = Enumerable.Range(0, options.Rounds).Select(round => Numbers.Exponent([.. sizes.Select(size => ((double)size, costs[size][round]))])).ToArray();
        report.Add(new Finding
        {
            Goal = Key,
            What = $"growth exponent, {shape}",
            Value = Numbers.Exponent(points),
            Low = Numbers.Percentile(perRound, 0.1),
            High = Numbers.Percentile(perRound, 0.9),
            AtMost = 0.05,
            Detail = string.Join(", ", points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Item1:N0}: {point.Item2:N0} us"))),
        });
        report.Add(new Finding { Goal = Key, What = $"cost of a node at the largest size to that at the smallest, {shape}", Value = points[^1].Item2 / points[0].Item2, AtMost = 1.25 });
    }

    /// <summary>Microseconds of CPU a node; small sizes are repeated so that every slice is about as long.</summary>
    private static async Task<double> CostAsync(BenchEngine engine, BenchDatabase? database, Workflow workflow, int size, int times)
    {
        if (database is not null)
        {
            await database.SettleAsync();
        }

        var before = ProcessorTime.Own() + (database?.ProcessorSeconds ?? 0);
        for (var i = 0; i < times; i++)
        {
            await engine.RunAsync(workflow);
        }

        return (ProcessorTime.Own() + (database?.ProcessorSeconds ?? 0) - before) * 1e6 / ((double)size * times);
    }
}
