using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>A gauge of durations that go on growing until they are ended.</summary>
internal sealed class RealtimeGauge
{
    private readonly ConcurrentDictionary<string, (MetricSample Sample, KeyValuePair<string, object?>[] Labels)> _series = new(StringComparer.Ordinal);

    public RealtimeGauge(Meter meter, string name, string help)
    {
        meter.CreateObservableGauge(name, Read, description: help);
    }

    public void Set(string series, MetricSample sample, KeyValuePair<string, object?>[] labels) => _series[series] = (sample, labels);

    private IEnumerable<Measurement<double>> Read()
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (sample, labels) in _series.Values)
        {
            yield return new Measurement<double>(sample.GrowsSince is { } since ? Math.Max(0, (now - since).TotalSeconds) : sample.Value, labels);
        }
    }
}
