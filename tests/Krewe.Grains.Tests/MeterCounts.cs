using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Krewe.Grains.Tests;

/// <summary>What the counters of one meter have counted, by "name label=value …".</summary>
internal sealed class MeterCounts : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public MeterCounts(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _counts.AddOrUpdate(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Prepend(instrument.Name)), value, (_, sum) => sum + value));
        _listener.Start();
    }

    public long this[string series] => _counts.GetValueOrDefault(series);

    public void Dispose() => _listener.Dispose();
}
