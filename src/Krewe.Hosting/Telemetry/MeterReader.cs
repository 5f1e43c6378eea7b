using System.Diagnostics.Metrics;
using System.Text;
using Krewe.Grains;

namespace Krewe.Hosting;

/// <summary>Adds up what one engine measures, and shows it in Prometheus' text format. Thread-safe.</summary>
internal sealed class MeterReader : IDisposable
{
    private readonly Lock _scrape = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MeterFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <summary>Begins to listen.</summary>
    /// <param name="instruments">What the engine counts.</param>
    /// <param name="gauges">What it is asked for: taken so that it is there.</param>
    public MeterReader(EngineInstruments instruments, EngineGauges gauges)
    {
        ArgumentNullException.ThrowIfNull(gauges);
        var meter = instruments.Meter;
        // Other engines of this process have meters of the same name.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument, Add(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MeterFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MeterFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MeterFamily)family!).Record(value, tags));
        _listener.Start();
        // A rate needs a zero to begin with.
        foreach (var cause in ErrorCause.All)
        {
            instruments.Failed(cause, 0);
        }

        foreach (var level in LogCounter.Levels)
        {
            instruments.Logged(level, 0);
        }
    }

    /// <summary>Everything as it is now.</summary>
    /// <param name="names">What the text defines: nobody else may define it again.</param>
    public string Write(out IReadOnlySet<string> names)
    {
        lock (_scrape)
        {
            List<MeterFamily> families;
            lock (_gate)
            {
                families = [.. _families.Values];
            }

            families.ForEach(family => family.BeginObservation());
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            families.ForEach(family => family.Write(text));
            names = families.Select(family => family.Name).ToHashSet(StringComparer.Ordinal);
            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private MeterFamily Add(Instrument instrument)
    {
        IReadOnlyList<double> buckets = instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => bounds,
            Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
            _ => [],
        };
        var family = new MeterFamily(instrument, buckets);
        lock (_gate)
        {
            _families[family.Name] = family;
        }

        return family;
    }
}
