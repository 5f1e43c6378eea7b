using Krewe.Grains;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Krewe.Telemetry;

/// <summary>Sends the spans and metrics of an engine to a collector by OTLP, as OpenTelemetry's variables (<c>OTEL_*</c>) say.</summary>
/// <remarks>In a project of its own: an engine that sends nothing does not load OpenTelemetry, and a host that embeds one need not have it.</remarks>
public static class OtlpExport
{
    private const string Prefix = "OTEL_";

    /// <summary>Adds what the variables ask for to an engine with a host of its own; nothing without an endpoint.</summary>
    /// <param name="services">Services of the engine's host.</param>
    /// <param name="environment">Variables; only those of OpenTelemetry are looked at.</param>
    public static void AddKreweOtlpExport(this IServiceCollection services, IReadOnlyDictionary<string, string> environment)
    {
        var signals = OtlpSignals.Of(environment);
        if (!signals.Any)
        {
            return;
        }

        // What is sent, where and how often is OpenTelemetry's to read: from the configuration, of which the host of an engine has none.
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(environment.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
            .Build());
        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe);
        if (signals.Traces)
        {
            telemetry.WithTracing(traces => traces.AddSource(KreweTelemetry.SourceName).AddOtlpExporter());
        }

        if (signals.Metrics)
        {
            telemetry.WithMetrics(metrics => metrics.AddMeter(KreweTelemetry.MeterName, KreweTelemetry.WorkflowMeterName).AddOtlpExporter());
        }
    }

    // What comes later counts: the variables can say otherwise.
    private static void Describe(ResourceBuilder resource) => resource.Clear()
        .AddTelemetrySdk()
        .AddDetector(provider => new EngineResource(provider!.GetRequiredService<ClusterHosts>()))
        .AddEnvironmentVariableDetector();
}
