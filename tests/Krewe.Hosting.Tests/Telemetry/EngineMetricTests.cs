using System.Globalization;
using Krewe.Client;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Hosting.Tests.Telemetry;

/// <summary>Argo's metrics of its controller, and those of the engine itself, as a real engine shows them.</summary>
public sealed class EngineMetricTests : IAsyncLifetime
{
    private const string Steps = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: counted-}
        spec:
          entrypoint: main
          templates:
            - name: main
              steps: [[{name: good, template: good}, {name: bad, template: bad, continueOn: {failed: true}}]]
            - name: good
              container: {image: busybox, command: ["true"]}
            - name: bad
              container: {image: busybox, command: ["false"]}
        """;

    private readonly EngineFixture _engine = new(new ControllerConfig());

    public ValueTask InitializeAsync() => _engine.InitializeAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Run_Is_Counted_By_Phase_Of_Workflow_Pod_And_Node()
    {
        await _engine.RunAsync(Steps);

        var metrics = await ReadAsync();

        Assert.Equal(1, metrics["argo_workflows_total_count{namespace=\"default\",phase=\"Running\"}"]);
        Assert.Equal(1, metrics["argo_workflows_total_count{namespace=\"default\",phase=\"Succeeded\"}"]);
        Assert.Equal(1, metrics["argo_workflows_gauge{phase=\"Succeeded\"}"]);
        Assert.Equal(0, metrics["argo_workflows_gauge{phase=\"Running\"}"]);
        Assert.Equal(2, metrics["argo_workflows_pods_total_count{namespace=\"default\",phase=\"Pending\"}"]);
        Assert.Equal(1, metrics["argo_workflows_pods_total_count{namespace=\"default\",phase=\"Succeeded\"}"]);
        Assert.Equal(1, metrics["argo_workflows_pods_total_count{namespace=\"default\",phase=\"Failed\"}"]);
        Assert.Equal(2, metrics["krewe_nodes_started_total{type=\"Pod\"}"]);
        Assert.Equal(1, metrics["krewe_nodes_ended_total{phase=\"Failed\",type=\"Pod\"}"]);
        Assert.Equal(0, metrics["argo_workflows_pods_gauge{phase=\"Running\"}"]);
        Assert.Equal(0, metrics["krewe_runs_active"]);
        Assert.Equal(0, metrics["argo_workflows_error_count{cause=\"OperationPanic\"}"]);
        Assert.Equal(0, metrics["argo_workflows_log_messages{level=\"error\"}"]);
        Assert.Equal(1, metrics["argo_workflows_is_leader"]);
        Assert.Equal(1, metrics["krewe_storage_reachable"]);
        Assert.True(metrics["argo_workflows_operation_duration_seconds_count"] > 0);
        Assert.True(metrics["argo_workflows_queue_adds_count{queue_name=\"workflow_queue\"}"] > 0);
        Assert.True(metrics["krewe_storage_flush_size_count"] > 0);
        Assert.True(metrics["krewe_executor_slots{state=\"free\"}"] > 0);
        Assert.Contains(metrics.Keys, name => name.StartsWith("argo_workflows_version{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Step_That_Runs_Shows_In_The_Gauges()
    {
        var run = await _engine.SubmitAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: waiting-}
            spec:
              entrypoint: main
              templates: [{name: main, container: {image: busybox, command: [sleep, "600"]}}]
            """);
        await _engine.WaitForAsync(run, current => current.Status?.Nodes?.Values.Any(node => node.Phase == NodePhase.Running) == true);

        var metrics = await ReadAsync();
        await _engine.Workflows.TerminateAsync(EngineFixture.RefOf(run), TestContext.Current.CancellationToken);
        await _engine.WaitAsync(run);
        var after = await ReadAsync();

        Assert.Equal(1, metrics["argo_workflows_pods_gauge{phase=\"Running\"}"]);
        Assert.Equal(1, metrics["argo_workflows_workflow_condition{status=\"True\",type=\"PodRunning\"}"]);
        Assert.Equal(1, metrics["krewe_runs_active"]);
        Assert.Equal(1, metrics["krewe_executor_slots{state=\"used\"}"]);
        Assert.Equal(0, after["argo_workflows_pods_gauge{phase=\"Running\"}"]);
        Assert.Equal(0, after["krewe_runs_active"]);
    }

    [Fact]
    public async Task Runs_Of_A_Template_Are_Counted_By_Its_Name_And_No_Run_By_Its_Own()
    {
        var set = ManifestReader.Strict.Read("""
            apiVersion: argoproj.io/v1alpha1
            kind: WorkflowTemplate
            metadata: {name: hello}
            spec:
              entrypoint: main
              templates: [{name: main, container: {image: busybox, command: ["true"]}}]
            """, "test.yaml");
        await _engine.Workflows.CreateResourceAsync(Namespaces.Default, set.Of<WorkflowTemplate>().Single(), TestContext.Current.CancellationToken);
        var run = await _engine.RunAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: of-template-}
            spec: {workflowTemplateRef: {name: hello}}
            """);

        var metrics = await ReadAsync();

        Assert.Equal(1, metrics["argo_workflows_workflowtemplate_triggered_total{cluster_scope=\"false\",name=\"hello\",namespace=\"default\",phase=\"Succeeded\"}"]);
        Assert.Equal(1, metrics["argo_workflows_workflowtemplate_runtime_count{cluster_scope=\"false\",name=\"hello\",namespace=\"default\"}"]);
        Assert.DoesNotContain(metrics.Keys, name => name.Contains(run.Metadata.Name!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metric_Of_A_User_Cannot_Take_The_Name_Of_Ours()
    {
        await _engine.RunAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: taken-}
            spec:
              entrypoint: main
              metrics: {prometheus: [{name: total_count, help: Mine, counter: {value: "100"}}]}
              templates: [{name: main, container: {image: busybox, command: ["true"]}}]
            """);

        var text = await _engine.Workflows.GetMetricsAsync(TestContext.Current.CancellationToken);

        Assert.Single(text.Split('\n'), line => line.StartsWith("# TYPE argo_workflows_total_count ", StringComparison.Ordinal));
        Assert.DoesNotContain(" 100\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_Is_Not_Counted_For_Each_Reader()
    {
        var figures = _engine.Services.GetRequiredService<StoreFigures>();
        await ReadAsync();
        var first = figures.Latest;

        await ReadAsync();

        Assert.Same(first, figures.Latest);
    }

    private async Task<Dictionary<string, double>> ReadAsync()
    {
        var text = await _engine.Workflows.GetMetricsAsync(TestContext.Current.CancellationToken);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToDictionary(
            line => line[..line.LastIndexOf(' ')],
            line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture),
            StringComparer.Ordinal);
    }
}
