using System.Diagnostics.Metrics;
using Krewe.Grains;

namespace Krewe.Hosting;

/// <summary>How instruments are called in Prometheus' text.</summary>
internal static class MetricNames
{
    private const string Own = "krewe.";

    /// <summary>
    /// Argo's instruments get Argo's prefix and nothing else, as its exporter names them; ours are named by Prometheus' rules, with
    /// the unit of times and the suffix of counters.
    /// </summary>
    public static string Of(Instrument instrument)
    {
        if (!instrument.Name.StartsWith(Own, StringComparison.Ordinal))
        {
            return CustomMetrics.Prefix + instrument.Name;
        }

        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return instrument.Name.Replace('.', '_') + unit + (TypeOf(instrument) == "counter" ? "_total" : "");
    }

    /// <summary>counter, gauge or histogram.</summary>
    public static string TypeOf(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        return kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? "counter"
            : kind == typeof(Histogram<>) ? "histogram"
            : "gauge";
    }
}
