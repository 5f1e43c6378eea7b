using System.Diagnostics;
using System.Globalization;
using Krewe.Benchmarks.Engine;
using Krewe.Benchmarks.Measuring;
using Krewe.Benchmarks.PostgreSql;
using Krewe.Benchmarks.Silos;
using Krewe.Client;

namespace Krewe.Benchmarks.Goals;

/// <summary>One run of a million nodes on three silos: it is split into parts, and its tree is read by pages.</summary>
internal sealed class MillionGoal : Goal
{
    private const int Silos = 3;
    private const int NodesAPart = 10_000;
    private const int Parts = 20, PagesAPart = 5;

    // Goal 13: so much for a node of what runs, so much for one that has ended and whose grain is gone.
    private const double Running = 4, Ended = 0.5;

    private const double PartsAtOnce = 8;

    // What a server keeps of the trees that somebody looks at.
    private const double MostForTree = 250;

    public override string Key => "million";

    public override string Title => "one run of 1,000,000 nodes on 3 silos";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        var parts = options.Size(100);
        double nodes = (double)parts * NodesAPart;
        await using var database = await BenchDatabase.StartAsync();
        await using var cluster = await BenchCluster.StartAsync(options.NewFolder("million"), await database.CreateAsync(), Silos);
        await cluster.RunAsync(Workflows.WaitsInParts(3, NodesAPart), 1);
        cluster.ForgetPeaks();
        var idle = cluster.Memory.Resident;
        var seconds = await cluster.RunAsync(Workflows.WaitsInParts(parts, NodesAPart), 1);
        var (after, peak) = cluster.Memory;
        report.Add(new Finding
        {
            Goal = Key,
            What = "nodes/s of one run in parts",
            Value = nodes / seconds,
            Detail = string.Create(CultureInfo.InvariantCulture, $"{nodes:N0} nodes in {parts} parts, {seconds:F0} s"),
        });
        report.Add(new Finding
        {
            Goal = Key,
            What = "KB of peak resident memory of all silos over idle a node",
            Value = (peak - idle) / nodes / 1024,
            AtMost = Ended + ((Running - Ended) * Math.Min(1, PartsAtOnce / parts)),
            Detail = string.Create(CultureInfo.InvariantCulture, $"idle {idle >> 20} MiB, peak {peak >> 20} MiB, {after >> 20} MiB at the end"),
        });
        await ReadTreeAsync(cluster, report);
        var (_, read) = cluster.Memory;
        report.Add(new Finding
        {
            Goal = Key,
            What = "MiB of resident memory that reading the tree adds to the peak",
            Value = (read - peak) / 1024d / 1024,
            AtMost = MostForTree,
        });
    }

    // As a person does: the top, then parts of it, some pages of each.
    private async Task ReadTreeAsync(BenchCluster cluster, Report report)
    {
        var row = (await cluster.Client.ListRowsAsync(new RunRowsQuery { Limit = 1 })).Items[0];
        var run = new RunRef(row.Namespace, row.Name, row.Uid);
        var times = new List<double>();
        var seen = 0L;
        var top = await TimeAsync(new NodesQuery(run));
        var all = await TimeAsync(new NodesQuery(run) { Parent = top.Items[0].Id, Limit = NodesQuery.MostNodes, Everywhere = true });
        foreach (var part in all.Items.Where(item => item.Part is not null).Take(Parts))
        {
            var from = (string?)null;
            for (var page = 0; page < PagesAPart; page++)
            {
                var answer = await TimeAsync(new NodesQuery(run) { Parent = part.Id, Part = part.Part, Limit = NodesQuery.MostNodes, Everywhere = true, Continue = from });
                (seen, from) = (seen + answer.Items.Count, answer.Continue);
            }
        }

        times.Sort();
        report.Add(new Finding
        {
            Goal = Key,
            What = "median ms of a page of its tree",
            Value = Numbers.Median(times),
            AtMost = 100,
            Detail = string.Create(CultureInfo.InvariantCulture, $"{times.Count} pages with {seen:N0} nodes, the slowest {times[^1]:F0} ms"),
        });

        async Task<NodePage> TimeAsync(NodesQuery query)
        {
            var started = Stopwatch.GetTimestamp();
            var page = await cluster.Client.ListNodesAsync(query);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return page;
        }
    }
}
