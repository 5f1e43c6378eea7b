using Krewe.Client;
using Krewe.Hosting;
using Krewe.Model;
using Krewe.Model.Tracing;

namespace Krewe.Telemetry.Tests;

/// <summary>What a collector gets of a real engine.</summary>
public sealed class OtlpExportTests : IAsyncLifetime
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private readonly string _folder = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));
    private Collector? _collector;

    private Collector Collected => _collector ?? throw new InvalidOperationException("the collector has not been started");

    public async ValueTask InitializeAsync() => _collector = await Collector.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Collected.DisposeAsync();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // The supervisor may still be leaving its folder; what is left lies among temporary files.
        }
    }

    [Fact]
    public async Task Spans_And_Metrics_Of_A_Run_Arrive()
    {
        await using var engine = await StartAsync(new() { ["OTEL_BSP_SCHEDULE_DELAY"] = "100", ["OTEL_METRIC_EXPORT_INTERVAL"] = "100" });

        var run = await RunAsync(engine);
        await Collected.WaitForAsync(() => Collected.Spans.Any(span => span.Name == "workflow") && Collected.Metrics.ContainsKey("pods_total_count"));

        var root = Collected.Spans.Single(span => span.Name == "workflow");
        var node = run.Status!.Nodes!.Values.Single(item => item.Type == NodeType.Pod);
        var step = Collected.Spans.Single(span => span.SpanId == RunTrace.NodeSpanId(run.Metadata.Uid!, node.Id));
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (root.TraceId, root.ParentSpanId));
        Assert.Equal((root.TraceId, root.SpanId), (step.TraceId, step.ParentSpanId));
        foreach (var name in new[] { "total_count", "operation_duration_seconds", "queue_depth_gauge", "is_leader", "krewe.runs.active", "krewe.nodes.started", "krewe.storage.flush.size" })
        {
            Assert.Equal("Krewe", Collected.Metrics[name]);
        }

        Assert.Equal("krewe", Collected.Resource["service.name"]);
        Assert.Equal("0.1.0", Collected.Resource["service.version"]);
        Assert.Equal(Environment.MachineName, Collected.Resource["service.instance.id"]);
    }

    [Fact]
    public async Task Metrics_That_Workflows_Define_Arrive_And_Go_On_After_A_Restart()
    {
        var environment = new Dictionary<string, string> { ["OTEL_METRIC_EXPORT_INTERVAL"] = "100" };
        await using (var first = await StartAsync(environment))
        {
            await RunAsync(first, Measured);
            await Collected.WaitForAsync(() => new[] { "built", "size", "took" }.All(Collected.Metrics.ContainsKey));
            Assert.All(new[] { "built", "size", "took" }, name => Assert.Equal("Krewe.Workflows", Collected.Metrics[name]));
            Assert.Equal((2, "a"), (Collected.Numbers["built"], Collected.Tags["built"]["kind"]));
            Assert.Equal((7, 5), (Collected.Numbers["size"], Collected.Numbers["took"]));
        }

        Collected.Forget();
        await using var second = await StartAsync(environment);
        await Collected.WaitForAsync(() => Collected.Metrics.ContainsKey("built"));

        Assert.Equal(2, Collected.Numbers["built"]);
    }

    private const string Measured = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: measured-}
        spec:
          entrypoint: main
          templates:
          - name: main
            container: {image: busybox, command: ["true"]}
            metrics:
              prometheus:
              - {name: built, help: How many, labels: [{key: kind, value: a}], counter: {value: "2"}}
              - {name: size, help: How large, gauge: {value: "7"}}
              - {name: took, help: How long, histogram: {value: "5", buckets: [1, 10]}}
        """;

    private const string Plain = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: traced-}
        spec:
          entrypoint: main
          templates: [{name: main, container: {image: busybox, command: ["true"]}}]
        """;

    [Fact]
    public async Task Variables_Name_The_Sender_And_What_Is_Left_Is_Sent_At_The_End()
    {
        var engine = await StartAsync(new()
        {
            ["OTEL_SERVICE_NAME"] = "builds",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "3600000",
            ["OTEL_METRICS_EXPORTER"] = "none",
        });
        await using (engine)
        {
            await RunAsync(engine);
        }

        Assert.Contains(Collected.Spans, span => span.Name == "workflow");
        Assert.Empty(Collected.Metrics);
        Assert.Equal("builds", Collected.Resource["service.name"]);
        Assert.Equal("test", Collected.Resource["deployment.environment.name"]);
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://c", false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_TRACES_EXPORTER=none", false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_SDK_DISABLED=TRUE", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=", false, false)]
    public void Signals_Are_Those_With_An_Endpoint(string variables, bool traces, bool metrics)
    {
        var environment = variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

        Assert.Equal(new OtlpSignals(traces, metrics), OtlpSignals.Of(environment));
    }

    private Task<KreweEngine> StartAsync(Dictionary<string, string> environment)
    {
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collected.Address.ToString();
        environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        return KreweEngine.StartAsync(
            new KreweEngineOptions { DataFolder = _folder, Config = new ControllerConfig(), ConfigureServices = services => services.AddKreweOtlpExport(environment) },
            TestContext.Current.CancellationToken);
    }

    private static async Task<Workflow> RunAsync(KreweEngine engine, string yaml = Plain)
    {
        var set = ManifestReader.Strict.Read(yaml, "test.yaml");
        var run = await engine.Workflows.CreateAsync(new CreateRunRequest { Namespace = Namespaces.Default, Workflow = set.Of<Workflow>().Single(), TraceParent = Parent }, TestContext.Current.CancellationToken);
        await foreach (var update in engine.Workflows.WatchAsync(new RunRef(run.Metadata.Namespace!, run.Metadata.Name!, run.Metadata.Uid), new WatchOptions(), TestContext.Current.CancellationToken))
        {
            run = update.Object;
        }

        return run;
    }
}
