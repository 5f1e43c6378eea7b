namespace Krewe.Model.Validation;

/// <summary>Checks a custom metric.</summary>
internal static class MetricRules
{
    /// <summary>What is wrong with a template's metric, or null.</summary>
    public static string? Check(PrometheusMetric metric, string? template)
    {
        if (!IsName(metric.Name))
        {
            return $"templates.{template} metric name '{metric.Name}' is invalid. Metric names must contain alphanumeric characters or '_'";
        }

        if ((metric.Labels ?? []).FirstOrDefault(label => !IsName(label.Key)) is { } label)
        {
            return $"metric label '{label.Key}' is invalid: keys may only contain alphanumeric characters or '_'";
        }

        if (string.IsNullOrEmpty(metric.Help))
        {
            return $"templates.{template} metric '{metric.Name}' must contain a help string under 'help: ' field";
        }

        return Value(metric) is { } problem ? $"templates.{template} metric '{metric.Name}' error: {problem}" : null;
    }

    private static string? Value(PrometheusMetric metric)
    {
        if (metric.Gauge is { } gauge)
        {
            if (string.IsNullOrEmpty(gauge.Value))
            {
                return "missing gauge.value";
            }

            if (gauge.Realtime == true && gauge.Value.Contains("resourcesDuration.", StringComparison.Ordinal))
            {
                return "'resourcesDuration.*' metrics cannot be used in real-time";
            }
        }

        if (metric.Counter is not null && string.IsNullOrEmpty(metric.Counter.Value))
        {
            return "missing counter.value";
        }

        return metric.Histogram is not null && string.IsNullOrEmpty(metric.Histogram.Value) ? "missing histogram.value" : null;
    }

    private static bool IsName(string? name) =>
        !string.IsNullOrEmpty(name) && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
