using System.Collections;
using Krewe.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Cli.Engine;

/// <summary>Switches on the sending of spans and metrics where OpenTelemetry's variables name a collector.</summary>
internal static class TelemetryExport
{
    private static readonly string[] Endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    /// <summary>What is to be added to the services of an engine; null when nothing is sent.</summary>
    /// <param name="environment">Reads a variable.</param>
    public static Action<IServiceCollection>? Of(Func<string, string?> environment) =>
        Endpoints.Any(name => environment(name) is { Length: > 0 }) ? Add : null;

    // Apart: a command that sends nothing does not load the code for it.
    private static void Add(IServiceCollection services) => services.AddKreweOtlpExport(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal));
}
