namespace Krewe.Grains;

/// <summary>The names under which an engine gives its traces and metrics to OpenTelemetry.</summary>
public static class KreweTelemetry
{
    /// <summary>The source of its spans.</summary>
    public const string SourceName = "Krewe";

    /// <summary>The meter of its metrics: Argo's have Argo's names, its own begin with <c>krewe.</c></summary>
    public const string MeterName = "Krewe";

    /// <summary>The meter of the metrics that workflows define, under the names that they give.</summary>
    public const string WorkflowMeterName = "Krewe.Workflows";
}
