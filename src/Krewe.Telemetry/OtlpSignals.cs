namespace Krewe.Telemetry;

/// <summary>Which signals the variables of OpenTelemetry ask for.</summary>
/// <param name="Traces">Whether spans are sent.</param>
/// <param name="Metrics">Whether metrics are sent.</param>
internal readonly record struct OtlpSignals(bool Traces, bool Metrics)
{
    /// <summary>Whether anything is sent.</summary>
    public bool Any => Traces || Metrics;

    /// <summary>Reads them: a signal is sent when it has an endpoint, its own or the common one, and its exporter is not switched off.</summary>
    public static OtlpSignals Of(IReadOnlyDictionary<string, string> environment) =>
        IsTrue(environment.GetValueOrDefault("OTEL_SDK_DISABLED")) ? default : new(Of(environment, "TRACES"), Of(environment, "METRICS"));

    private static bool Of(IReadOnlyDictionary<string, string> environment, string signal)
    {
        var hasEndpoint = environment.GetValueOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } || environment.GetValueOrDefault($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") is { Length: > 0 };
        var exporters = environment.GetValueOrDefault($"OTEL_{signal}_EXPORTER") is { Length: > 0 } given ? given : "otlp";
        return hasEndpoint && exporters.Split(',', StringSplitOptions.TrimEntries).Contains("otlp", StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}
