using System.Globalization;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.PostgreSql;
using Krewe.Model;

namespace Krewe.Benchmarks.Goals;

/// <summary>Not a goal: what a node and a workflow cost the engine and PostgreSQL in processor time and log, from which larger clusters are reckoned.</summary>
internal sealed class CostReport : Goal
{
    public override string Key => "cost";

    public override string Title => "processor time and log of the server, a node and a workflow, on PostgreSQL";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        await using var database = await BenchDatabase.StartAsync();
        await using var engine = await database.StartNoOpAsync(options, "cost");
        await MeasureAsync(options, report, database, engine, "a node of one run", Workflows.Loop(options.Size(10_000)), 1, options.Size(10_000));
        await MeasureAsync(options, report, database, engine, "a workflow of one step", Workflows.Chain(1), options.Size(5_000), 1);
        await MeasureAsync(options, report, database, engine, "a workflow of ten steps, one after the other", Workflows.Chain(10), options.Size(1_000), 1);
    }

    private async Task MeasureAsync(BenchOptions options, Report report, BenchDatabase database, BenchEngine engine, string unit, Workflow workflow, int runs, int units)
    {
        await engine.WarmUpAsync(workflow, runs);
        var (own, server, log) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            await database.SettleAsync();
            var (ownBefore, serverBefore, logBefore) = (ProcessorTime.Own(), database.ProcessorSeconds, await database.LogBytesAsync());
            await engine.RunAsync(workflow, runs);
            var done = (double)runs * units;
            own.Add((ProcessorTime.Own() - ownBefore) * 1e6 / done);
            server.Add((database.ProcessorSeconds - serverBefore) * 1e6 / done);
            log.Add((await database.LogBytesAsync() - logBefore) / done);
        }

        report.Add(new Finding
        {
            Goal = Key,
            What = $"us of processor time {unit}",
            Value = Numbers.Median(own) + Numbers.Median(server),
            Detail = string.Create(CultureInfo.InvariantCulture, $"{Numbers.Median(own):N0} engine and client, {Numbers.Median(server):N0} server; {Numbers.Median(log):N0} bytes of the server's log"),
        });
    }
}
