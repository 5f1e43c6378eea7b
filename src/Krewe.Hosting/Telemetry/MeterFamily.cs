using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Krewe.Hosting;

/// <summary>All that was measured by one instrument. Thread-safe.</summary>
internal sealed class MeterFamily(Instrument instrument, IReadOnlyList<double> buckets)
{
    /// <summary>So many sets of labels are told apart; what comes beyond is added up under a label of its own, as OpenTelemetry does it.</summary>
    public const int MostSeries = 1000;

    private const string Overflow = "otel_metric_overflow=\"true\"";
    private readonly Lock _gate = new();
    private readonly string _type = MetricNames.TypeOf(instrument);
    private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);

    /// <summary>Name in Prometheus' text.</summary>
    public string Name { get; } = MetricNames.Of(instrument);

    /// <summary>Takes in a measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelsOf(tags);
        lock (_gate)
        {
            if (!_series.TryGetValue(labels, out var series))
            {
                labels = _series.Count < MostSeries ? labels : Overflow;
                if (!_series.TryGetValue(labels, out series))
                {
                    _series[labels] = series = new Series { Counts = new long[buckets.Count] };
                }
            }

            if (_type == "histogram")
            {
                series.Observe(value, buckets);
            }
            else if (_type == "counter" && !instrument.IsObservable)
            {
                series.Value += value;
            }
            else
            {
                series.Value = labels == Overflow ? series.Value + value : value;
            }
        }
    }

    /// <summary>Forgets what was observed: the next observation says all there is.</summary>
    public void BeginObservation()
    {
        if (instrument.IsObservable)
        {
            lock (_gate)
            {
                _series.Clear();
            }
        }
    }

    /// <summary>Adds it in Prometheus' text format; nothing where nothing was measured.</summary>
    public void Write(StringBuilder text)
    {
        lock (_gate)
        {
            if (_series.Count == 0)
            {
                return;
            }

            text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {instrument.Description}\n# TYPE {Name} {_type}\n");
            foreach (var (labels, series) in _series)
            {
                if (_type == "histogram")
                {
                    WriteHistogram(text, labels, series);
                }
                else
                {
                    Line(text, "", labels, series.Value);
                }
            }
        }
    }

    private void WriteHistogram(StringBuilder text, string labels, Series series)
    {
        var before = labels.Length == 0 ? "" : labels + ",";
        for (var i = 0; i < buckets.Count; i++)
        {
            Line(text, "_bucket", $"{before}le=\"{Number(buckets[i])}\"", series.Counts[i]);
        }

        Line(text, "_bucket", before + "le=\"+Inf\"", series.Count);
        Line(text, "_sum", labels, series.Value);
        Line(text, "_count", labels, series.Count);
    }

    private void Line(StringBuilder text, string suffix, string labels, double value)
    {
        text.Append(Name).Append(suffix);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length < 2)
        {
            return tags.Length == 0 ? "" : Label(tags[0]);
        }

        var sorted = tags.ToArray();
        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return string.Join(',', sorted.Select(Label));
    }

    private static string Label(KeyValuePair<string, object?> tag)
    {
        var value = tag.Value is bool flag ? (flag ? "true" : "false") : Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "";
        value = value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return $"{tag.Key}=\"{value}\"";
    }

    private sealed class Series
    {
        public double Value { get; set; }

        public long Count { get; private set; }

        public required long[] Counts { get; init; }

        public void Observe(double value, IReadOnlyList<double> bounds)
        {
            Value += value;
            Count++;
            for (var i = bounds.Count - 1; i >= 0 && value <= bounds[i]; i--)
            {
                Counts[i]++;
            }
        }
    }
}
