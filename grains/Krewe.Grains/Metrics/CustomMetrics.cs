using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Diagnostics;
using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>Metrics that workflows define (feature map, section 7.6), under the meter <c>krewe.workflows</c>.</summary>
public static class CustomMetrics
{
    /// <summary>Prefix of every custom metric, as Argo's.</summary>
    public const string Prefix = "argo_workflows_";

    private static readonly Meter Meter = new("krewe.workflows");
    private static readonly ConcurrentDictionary<string, Counter<double>> Counters = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Gauge<double>> Gauges = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Histogram<double>> Histograms = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, RealtimeGauge> RealtimeGauges = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, double> GaugeValues = new(StringComparer.Ordinal);

    /// <summary>Records one sample.</summary>
    /// <remarks>A realtime gauge is read when it is collected: until the sample that ends it, its value is the time since its begin.</remarks>
    public static void Record(MetricSample sample)
    {
        var name = Prefix + sample.Name;
        KeyValuePair<string, object?>[] labels = [.. sample.Labels.Select(label => new KeyValuePair<string, object?>(label.Key, label.Value))];
        var tags = new TagList(labels);
        switch (sample.Type)
        {
            case "gauge" when sample.Realtime:
                RealtimeGauges.GetOrAdd(name, key => new RealtimeGauge(Meter, key, sample.Help)).Set(SeriesOf(name, sample), sample, labels);
                break;
            case "counter":
                Counters.GetOrAdd(name, key => Meter.CreateCounter<double>(key, description: sample.Help)).Add(sample.Value, tags);
                break;
            case "histogram":
                Histograms.GetOrAdd(name, key => Meter.CreateHistogram(key, description: sample.Help, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.. sample.Buckets] })).Record(sample.Value, tags);
                break;
            default:
                Gauges.GetOrAdd(name, key => Meter.CreateGauge<double>(key, description: sample.Help)).Record(NextGaugeValue(name, sample), tags);
                break;
        }
    }

    private static string SeriesOf(string name, MetricSample sample) =>
        name + "|" + string.Join(',', sample.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    private static double NextGaugeValue(string name, MetricSample sample)
    {
        return GaugeValues.AddOrUpdate(SeriesOf(name, sample), _ => Next(0), (_, old) => Next(old));

        double Next(double old) => sample.Operation switch
        {
            "Add" => old + sample.Value,
            "Sub" => old - sample.Value,
            _ => sample.Value,
        };
    }
}
