using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Krewe.Storage;

/// <summary>
/// The committer as the queue it is. What waits there is work of workflows, so it has the name of Argo's queue of workflows and is measured
/// under Argo's names; what only we have begins with <c>krewe.</c>
/// </summary>
internal sealed class GroupCommitterInstruments : IDisposable
{
    private static readonly KeyValuePair<string, object?> Queue = new("queue_name", "workflow_queue");
    private static readonly KeyValuePair<string, object?> Worker = new("worker_type", "workflow_queue");
    private readonly Meter? _own;
    private readonly Counter<long> _adds;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _latency;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _commits;
    private readonly Counter<long> _uncertain;
    private readonly Histogram<long> _flushSize;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meter">Meter of the engine; null for one of its own.</param>
    /// <param name="waiting">How many commits wait.</param>
    /// <param name="flushing">Time stamp of the start of the transaction that is under way; 0 when none is.</param>
    public GroupCommitterInstruments(Meter? meter, Func<int> waiting, Func<long> flushing)
    {
        _own = meter is null ? new Meter("Krewe") : null;
        meter ??= _own!;
        _adds = meter.CreateCounter<long>("queue_adds_count", "{item}", "Additions to the queue");
        _retries = meter.CreateCounter<long>("queue_retries", "{item}", "Items whose outcome was not known, so that their owner does them again");
        _latency = Seconds(meter, "queue_latency", "Time that items wait before they are worked on", [0.001, 0.01, 0.1, 1, 5, 20, 60, 180]);
        _duration = Seconds(meter, "queue_duration", "Time that items are worked on", [0.001, 0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 180]);
        _commits = meter.CreateCounter<long>("krewe.storage.commits", "{commit}", "Run commits answered by the store");
        _uncertain = meter.CreateCounter<long>("krewe.storage.uncertain", "{commit}", "Run commits whose outcome is not known");
        _flushSize = meter.CreateHistogram("krewe.storage.flush.size", "{commit}", "Run commits in one transaction", tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000] });
        meter.CreateObservableUpDownCounter("queue_depth_gauge", () => new Measurement<int>(waiting(), Queue), "{item}", "Items that wait");
        meter.CreateObservableUpDownCounter("workers_busy_count", () => new Measurement<int>(flushing() == 0 ? 0 : 1, Worker), "{worker}", "Workers that have something to do");
        meter.CreateObservableGauge("queue_longest_running", () => new Measurement<double>(flushing() is not 0 and var since ? Stopwatch.GetElapsedTime(since).TotalSeconds : 0, Queue), "s", "Since when the work that is under way has been");
    }

    public void Added() => _adds.Add(1, Queue);

    public void Waited(long since) => _latency.Record(Stopwatch.GetElapsedTime(since).TotalSeconds, Queue);

    public void Flushed(int commits, TimeSpan took)
    {
        _commits.Add(commits);
        _flushSize.Record(commits);
        _duration.Record(took.TotalSeconds, Queue);
    }

    public void Failed(int commits)
    {
        _uncertain.Add(commits);
        _retries.Add(commits, Queue);
    }

    public void Dispose() => _own?.Dispose();

    private static Histogram<double> Seconds(Meter meter, string name, string help, double[] buckets) =>
        meter.CreateHistogram(name, "s", help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
