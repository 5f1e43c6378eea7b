namespace Krewe.Hosting.Tests;

/// <summary>Metrics that workflows define, as the engine shows them.</summary>
public sealed class MetricTests(EngineFixture engine)
{
    [Fact]
    public async Task Metrics_Of_Workflow_And_Template_Are_Shown()
    {
        var name = "m_" + Guid.NewGuid().ToString("n")[..8];
        await engine.RunAsync($$$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: metrics-}
            spec:
              entrypoint: main
              metrics:
                prometheus:
                  - {name: {{{name}}}_run, help: Runs, labels: [{key: status, value: "{{workflow.status}}"}], counter: {value: "1"} }
              templates:
                - name: main
                  metrics:
                    prometheus:
                      - {name: {{{name}}}_node, help: Seconds, gauge: {realtime: true, value: "{{duration}}"} }
                  container: {image: busybox, command: ["true"]}
            """);

        var text = await engine.Workflows.GetMetricsAsync(TestContext.Current.CancellationToken);

        Assert.Contains($"argo_workflows_{name}_run{{status=\"Succeeded\"}} 1\n", text, StringComparison.Ordinal);
        Assert.Contains($"# TYPE argo_workflows_{name}_node gauge\n", text, StringComparison.Ordinal);
        Assert.Contains("argo_workflows_gauge{phase=\"Succeeded\"} ", text, StringComparison.Ordinal);
    }
}
