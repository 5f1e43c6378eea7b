using System.Globalization;
using Krewe.Benchmarks;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Goals;
using Krewe.Benchmarks.PostgreSql;

if (args is [HalfRun.Verb, ..])
{
    return await HalfRun.WorkAsync(args);
}

if (BenchOptions.Parse(args, out var problem) is not { } options)
{
    await Console.Error.WriteLineAsync(problem);
    return 2;
}

// Memory is measured first, while nothing else has left its traces in the process.
Goal[] all =
[
    new MemoryGoal(StoreKind.Sqlite), new MemoryGoal(StoreKind.PostgreSql), new TransitionsGoal(), new StoreGoal(), new MemoryStoreGoal(), new WriteCostGoal(), new GrainCostGoal(),
    new GrowthGoal(StoreKind.Sqlite), new GrowthGoal(StoreKind.PostgreSql), new ChainGoal(), new SmallRunsGoal(), new ProcessGoal(), new BallastGoal(), new StartGoal(), new RestartGoal(), new NestedGoal(), new PeerGoal(), new SilosGoal(), new MillionGoal(),
    new ChainReport(), new CostReport(), new SmallRunsReport(), new ListsGoal(), new UsageGoal(StoreKind.Sqlite), new UsageGoal(StoreKind.PostgreSql), new LoadGoal(),
];
var chosen = options.Goals.Count == 0 ? all : all.Where(goal => options.Goals.Contains(goal.Key)).ToArray();
if (chosen.Length == 0)
{
    await Console.Error.WriteLineAsync($"no such goal; there are {string.Join(", ", all.Select(goal => goal.Key))}");
    return 2;
}

var report = new Report(options);
await report.BeginAsync();
foreach (var goal in chosen)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{goal.Key}: {goal.Title}"));
    try
    {
        await goal.RunAsync(options, report);
    }
    catch (Exception failure) when (failure is not OutOfMemoryException)
    {
        // One goal that cannot be measured must not take the others with it; the exit code tells.
        report.Broke(goal, failure);
    }
}

return await report.EndAsync();
