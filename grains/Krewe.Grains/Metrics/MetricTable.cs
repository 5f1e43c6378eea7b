using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>The metrics that workflows define, as numbers: each family by its name, each series by its labels. Pure; not thread-safe.</summary>
/// <remarks>A realtime gauge is kept as the moment from which it grows by one a second, until it is set again.</remarks>
public sealed class MetricTable
{
    private SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);

    /// <summary>Takes in one sample.</summary>
    /// <returns>False when the name is in use for a metric of another type: the sample is left out.</returns>
    public bool Record(string name, MetricSample sample, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (!_families.TryGetValue(name, out var family))
        {
            _families[name] = family = new MetricFamily { Type = sample.Type, Help = sample.Help, Buckets = [.. sample.Buckets.Order()] };
        }

        if (family.Type != sample.Type)
        {
            return false;
        }

        var labels = LabelsOf(sample.Labels);
        if (!family.Series.TryGetValue(labels, out var series))
        {
            family.Series[labels] = series = new MetricSeries { Counts = new long[family.Buckets.Count] };
        }

        series.Labels ??= sample.Labels;
        switch (sample.Type)
        {
            case "counter":
                series.Value += sample.Value;
                break;
            case "histogram":
                Observe(family, series, sample.Value);
                break;
            default:
                series.Value = (sample.Operation, series.At(now)) switch
                {
                    ("Add", var old) => old + sample.Value,
                    ("Sub", var old) => old - sample.Value,
                    _ => sample.Value,
                };
                series.GrowsSince = sample.GrowsSince;
                break;
        }

        return true;
    }

    /// <summary>All metrics by their names.</summary>
    internal IReadOnlyDictionary<string, MetricFamily> Families => _families;

    /// <summary>What the series of a counter or gauge stand at.</summary>
    internal IReadOnlyList<Measurement<double>> Measure(string name, DateTimeOffset now) => _families.TryGetValue(name, out var family)
        ? [.. family.Series.Values.Where(series => series.Labels is not null).Select(series => new Measurement<double>(series.At(now), WorkflowInstruments.TagsOf(series.Labels!)))]
        : [];

    /// <summary>All of it in Prometheus' text format.</summary>
    /// <param name="now">The time.</param>
    /// <param name="taken">Names that are left out: a text may define a metric only once.</param>
    public string Write(DateTimeOffset now, IReadOnlySet<string>? taken = null)
    {
        var text = new StringBuilder();
        foreach (var (name, family) in _families.Where(pair => taken?.Contains(pair.Key) != true))
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {family.Help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {family.Type}\n");
            foreach (var (labels, series) in family.Series)
            {
                if (family.Type == "histogram")
                {
                    WriteHistogram(text, name, labels, family, series);
                }
                else
                {
                    Line(text, name, labels, series.At(now));
                }
            }
        }

        return text.ToString();
    }

    /// <summary>The table as bytes, so that it outlives the process.</summary>
    public byte[] Save() => JsonSerializer.SerializeToUtf8Bytes(_families);

    /// <summary>Takes the place of what the table holds.</summary>
    public void Load(ReadOnlySpan<byte> saved) => _families = JsonSerializer.Deserialize<SortedDictionary<string, MetricFamily>>(saved) ?? _families;

    private static void Observe(MetricFamily family, MetricSeries series, double value)
    {
        series.Value += value;
        series.Count++;
        for (var i = 0; i < family.Buckets.Count; i++)
        {
            series.Counts[i] += value <= family.Buckets[i] ? 1 : 0;
        }
    }

    private static void WriteHistogram(StringBuilder text, string name, string labels, MetricFamily family, MetricSeries series)
    {
        var before = labels.Length == 0 ? "" : labels + ",";
        for (var i = 0; i < family.Buckets.Count; i++)
        {
            Line(text, name + "_bucket", $"{before}le=\"{Number(family.Buckets[i])}\"", series.Counts[i]);
        }

        Line(text, name + "_bucket", before + "le=\"+Inf\"", series.Count);
        Line(text, name + "_sum", labels, series.Value);
        Line(text, name + "_count", labels, series.Count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels.Length == 0 ? "" : $"{{{labels}}}").Append(' ').Append(Number(value)).Append('\n');

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string LabelsOf(IReadOnlyDictionary<string, string> labels) => string.Join(',', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label =>
        $"{label.Key}=\"{label.Value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)}\""));
}
