using Krewe.Cli.Engine;
using Krewe.Client;

namespace Krewe.Cli.Tests;

/// <summary>When spans and metrics are sent.</summary>
public sealed class TelemetryExportTests
{
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", true)]
    [InlineData("OTEL_SERVICE_NAME", false)]
    public void Collector_Is_What_Switches_It_On(string variable, bool expected) =>
        Assert.Equal(expected, TelemetryExport.Of(name => name == variable ? "http://collector" : null) is not null);

    [Fact]
    public async Task Engine_Without_A_Collector_Loads_Nothing_Of_OpenTelemetry()
    {
        var folder = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));

        await using (var engine = await EmbeddedEngine.StartAsync(new EngineStart { Data = new DataFolder(folder) }, TestContext.Current.CancellationToken))
        {
            await engine.GetMetricsAsync(TestContext.Current.CancellationToken);
        }

        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name?.StartsWith("OpenTelemetry", StringComparison.Ordinal) == true);
        Directory.Delete(folder, recursive: true);
    }
}
