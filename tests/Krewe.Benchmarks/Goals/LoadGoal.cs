using System.Diagnostics;
using System.Globalization;
using Krewe.Benchmarks.Load;
using Krewe.Benchmarks.Measuring;

namespace Krewe.Benchmarks.Goals;

/// <summary>The gateway under many watchers and many submissions, and slow clients beside a run.</summary>
/// <remarks>Client and server share the machine. The memory is flat when the server holds no more at the end of the load than when it had settled.</remarks>
internal sealed class LoadGoal : Goal
{
    private const int Watchers = 500;
    private const int PerSecond = 200;
    private const int Crowd = 50;
    private const int Settled = 15;
    private const int Span = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public override string Key => "load";

    public override string Title => "500 watchers of one run of 5,000 nodes and 200 submissions a second; clients that take a byte a second";

    public override async Task RunAsync(BenchOptions options, Report report)
    {
        await using var server = await LoadServer.StartAsync(options.NewFolder("load"));
        await WarmUpAsync(server);
        await SlowAsync(options, report, server, "a slow client", "none", run => SlowAsync(server, run, 1), _ => Task.FromResult<IReadOnlyList<IAsyncDisposable>>([]), atMost: 1.1);
        await SlowAsync(options, report, server, $"{Crowd} slow clients", $"{Crowd} ordinary ones", run => SlowAsync(server, run, Crowd), run => WatchAsync(server, run, Crowd), atMost: 1.1);
        await ManyAsync(options, report, server);
    }

    private static async Task WarmUpAsync(LoadServer server)
    {
        for (var i = 0; i < 20; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LoadRuns.SubmitSmallAsync(server.Http)));
            await LoadRuns.ListAsync(server.Http);
        }

        await LoadRuns.EndAsync(server.Http, await LoadRuns.SubmitLargeAsync(server.Http, 200, held: false));
    }

    /// <summary>How long a run takes beside some clients, against how long it takes beside others.</summary>
    private async Task SlowAsync(
        BenchOptions options, Report report, LoadServer server, string what, string than, Func<string, Task<IReadOnlyList<IAsyncDisposable>>> with, Func<string, Task<IReadOnlyList<IAsyncDisposable>>> without, double atMost)
    {
        var nodes = options.Size(1_000);
        var comparison = await Comparison.RunAsync(options.Rounds, () => BesideAsync(with), () => BesideAsync(without));
        report.Add(new Finding
        {
            Goal = Key,
            What = string.Create(CultureInfo.InvariantCulture, $"time of a run of {nodes:N0} steps, ratio with {what} to {than}"),
            Value = comparison.Ratio,
            Low = comparison.Low,
            High = comparison.High,
            AtMost = atMost,
            Detail = string.Create(CultureInfo.InvariantCulture, $"{comparison.MedianA:F1} against {comparison.MedianB:F1} s"),
        });

        async Task<double> BesideAsync(Func<string, Task<IReadOnlyList<IAsyncDisposable>>> connect)
        {
            var watch = Stopwatch.StartNew();
            var run = await LoadRuns.SubmitLargeAsync(server.Http, nodes, held: false);
            var clients = await connect(run);
            await LoadRuns.EndAsync(server.Http, run);
            var seconds = watch.Elapsed.TotalSeconds;
            await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
            return seconds;
        }
    }

    private static async Task<IReadOnlyList<IAsyncDisposable>> SlowAsync(LoadServer server, string run, int count)
    {
        var clients = Enumerable.Range(0, count).Select(_ => new SlowClient()).ToList();
        await Task.WhenAll(clients.Select(client => client.StartAsync(server.Address, run)));
        return clients;
    }

    private static async Task<IReadOnlyList<IAsyncDisposable>> WatchAsync(LoadServer server, string run, int count)
    {
        var watchers = Enumerable.Range(0, count).Select(_ => new SseWatcher(server.Address, run)).ToList();
        await Task.WhenAll(watchers.Select(watcher => watcher.StartAsync()));
        return watchers;
    }

    private async Task ManyAsync(BenchOptions options, Report report, LoadServer server)
    {
        var nodes = options.Size(5_000);
        var run = await LoadRuns.SubmitLargeAsync(server.Http, nodes, held: true);
        var watchers = Enumerable.Range(0, Watchers).Select(_ => new SseWatcher(server.Address, run)).ToList();
        await Task.WhenAll(watchers.Select(watcher => watcher.StartAsync()));
        var (clock, processor) = (Stopwatch.StartNew(), server.Processor);
        var load = new SteadyLoad(server, PerSecond, TimeSpan.FromSeconds(options.Quick ? 30 : 60));
        await load.RunAsync();
        var busy = (server.Processor - processor).TotalSeconds / clock.Elapsed.TotalSeconds;
        var progress = (string?)(await LoadRuns.GetAsync(server.Http, run))["status"]?["progress"];
        var (messages, bytes) = (watchers.Sum(watcher => watcher.Messages), watchers.Sum(watcher => watcher.Bytes));
        var seconds = await ToldAllAsync(server, run, nodes, watchers);
        var cut = watchers.Count(watcher => watcher.IsCut);
        await Task.WhenAll(watchers.Select(watcher => watcher.DisposeAsync().AsTask()));

        var early = load.Memory.Skip(Settled).Take(Span).Select(value => (double)value).ToList();
        var late = load.Memory.TakeLast(Span).Select(value => (double)value).ToList();
        Add("resident memory of the server, last ten seconds to seconds 15 to 25 (medians)", Numbers.Median(late) / Numbers.Median(early), string.Create(CultureInfo.InvariantCulture, $"{Numbers.Median(early) / (1 << 20):N0} to {Numbers.Median(late) / (1 << 20):N0} MiB, most {load.Memory.Max() >> 20:N0}"), atMost: 1.15);
        Add("submissions a second that were answered", load.Submits.Count / clock.Elapsed.TotalSeconds, string.Create(CultureInfo.InvariantCulture, $"median {Numbers.Median(load.Submits):N0} ms, p99 {Numbers.Percentile(load.Submits, 0.99):N0} ms; {load.Failed} failed{(load.Failure is { } failure ? $" ({failure})" : "")}, {load.HeldBack} not sent"), atLeast: 0.95 * PerSecond);
        Add("ms of a list of 50 runs, p99", Numbers.Percentile(load.Lists, 0.99), string.Create(CultureInfo.InvariantCulture, $"median {Numbers.Median(load.Lists):N0} ms, {load.Lists.Count} lists"));
        Add("messages a watcher during the load", (double)messages / Watchers, string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6 / clock.Elapsed.TotalSeconds:N0} MB/s to all; the run was at {progress}; server {busy:F2} processors; {cut} cut off"));
        Add("seconds until all watchers were told of a change after the load", seconds, "");

        void Add(string what, double value, string detail, double? atMost = null, double? atLeast = null) =>
            report.Add(new Finding { Goal = Key, What = what, Value = value, Detail = detail, AtMost = atMost, AtLeast = atLeast });
    }

    /// <summary>Seconds from a change of the run until every watcher has one more message.</summary>
    private static async Task<double> ToldAllAsync(LoadServer server, string run, int nodes, List<SseWatcher> watchers)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        // All steps but the one that holds the run open.
        while ((string?)(await LoadRuns.GetAsync(server.Http, run))["status"]?["progress"] != string.Create(CultureInfo.InvariantCulture, $"{nodes}/{nodes + 1}"))
        {
            await tick.WaitForNextTickAsync(patience.Token);
        }

        var before = watchers.Select(watcher => watcher.Messages).ToList();
        var watch = Stopwatch.StartNew();
        await LoadRuns.ResumeAsync(server.Http, run);
        while (watchers.Where((watcher, index) => watcher.Messages <= before[index]).Any())
        {
            await tick.WaitForNextTickAsync(patience.Token);
        }

        return watch.Elapsed.TotalSeconds;
    }
}
