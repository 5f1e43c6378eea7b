using System.Diagnostics.Metrics;
using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>The metrics that workflows define as instruments of a meter, for whoever listens to it, such as OpenTelemetry. Thread-safe.</summary>
/// <param name="measure">What the series of a metric stand at.</param>
internal sealed class WorkflowInstruments(Func<string, IReadOnlyList<Measurement<double>>> measure) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Meter _meter = new(KreweTelemetry.WorkflowMeterName);
    private readonly Dictionary<string, Histogram<double>?> _known = new(StringComparer.Ordinal);

    /// <summary>Makes the instrument of a metric, if it has none yet.</summary>
    public void Add(string name, MetricFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        lock (_gate)
        {
            if (_known.ContainsKey(name))
            {
                return;
            }

            _known[name] = family.Type == "histogram" ? _meter.CreateHistogram(name, unit: null, family.Help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = family.Buckets }) : null;
            _ = family.Type switch
            {
                "histogram" => (Instrument?)null,
                "counter" => _meter.CreateObservableCounter(name, () => measure(name), unit: null, family.Help),
                _ => _meter.CreateObservableGauge(name, () => measure(name), unit: null, family.Help),
            };
        }
    }

    /// <summary>Takes in a sample. Those of counters and gauges are read from where they stand; a histogram is told of each.</summary>
    public void Record(MetricSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        Histogram<double>? histogram;
        lock (_gate)
        {
            histogram = _known.GetValueOrDefault(sample.Name);
        }

        histogram?.Record(sample.Value, TagsOf(sample.Labels));
    }

    /// <summary>Labels as tags.</summary>
    public static KeyValuePair<string, object?>[] TagsOf(IReadOnlyDictionary<string, string> labels) => [.. labels.Select(label => KeyValuePair.Create(label.Key, (object?)label.Value))];

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
