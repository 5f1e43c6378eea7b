using System.Diagnostics.Metrics;

namespace Krewe.Storage;

internal sealed class GroupCommitterInstruments : IDisposable
{
    private readonly Meter _meter = new("Krewe.Storage");
    private readonly Counter<long> _commits;
    private readonly Counter<long> _uncertain;
    private readonly Histogram<long> _flushSize;
    private readonly Histogram<double> _flushSeconds;

    public GroupCommitterInstruments()
    {
        _commits = _meter.CreateCounter<long>("krewe.storage.commits", "{commit}", "Run commits answered by the store");
        _uncertain = _meter.CreateCounter<long>("krewe.storage.uncertain", "{commit}", "Run commits whose outcome is not known");
        _flushSize = _meter.CreateHistogram<long>("krewe.storage.flush.size", "{commit}", "Run commits in one transaction");
        _flushSeconds = _meter.CreateHistogram<double>("krewe.storage.flush.duration", "s", "Time of one transaction");
    }

    public void Flushed(int commits, TimeSpan took)
    {
        _commits.Add(commits);
        _flushSize.Record(commits);
        _flushSeconds.Record(took.TotalSeconds);
    }

    public void Failed(int commits) => _uncertain.Add(commits);

    public void Dispose() => _meter.Dispose();
}
