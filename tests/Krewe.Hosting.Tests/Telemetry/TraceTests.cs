using System.Collections.Concurrent;
using System.Diagnostics;
using Krewe.Client;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Model.Tracing;

namespace Krewe.Hosting.Tests.Telemetry;

/// <summary>Spans of runs and nodes, and what steps are told of them.</summary>
public sealed class TraceTests(EngineFixture engine)
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly Workflow Run = EngineFixture.Read("""
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: trace-}
        spec:
          entrypoint: main
          templates:
            - name: main
              steps: [[{name: say, template: say}]]
            - name: say
              outputs: {parameters: [{name: told, valueFrom: {path: /tmp/told}}]}
              script: {image: busybox, command: [sh], source: 'printf %s "$TRACEPARENT" > /tmp/told'}
        """);

    [Fact]
    public async Task Run_Under_A_Parent_Gives_Spans_From_Its_Recorded_Times()
    {
        var spans = new ConcurrentDictionary<string, Activity>();
        var ended = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == KreweTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        var name = "trace-" + Guid.NewGuid().ToString("n")[..8];
        listener.ActivityStopped = span =>
        {
            if (!name.Equals(span.GetTagItem("krewe.workflow.name")))
            {
                return;
            }

            Assert.True(spans.TryAdd(span.SpanId.ToHexString(), span));
            if (span.OperationName == "workflow")
            {
                ended.TrySetResult(span);
            }
        };
        ActivitySource.AddActivityListener(listener);
        var request = new CreateRunRequest { Namespace = "default", Workflow = Run with { Metadata = new ObjectMeta { Name = name } }, TraceParent = Parent };
        var run = await engine.WaitAsync(await engine.Workflows.CreateAsync(request, TestContext.Current.CancellationToken));
        var root = await ended.Task.WaitAsync(TestContext.Current.CancellationToken);

        var node = run.Status!.Nodes!.Values.Single(item => item.Type == NodeType.Pod);
        var step = spans[RunTrace.NodeSpanId(run.Metadata.Uid!, node.Id)];
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", root.TraceId.ToHexString());
        Assert.Equal("b7ad6b7169203331", root.ParentSpanId.ToHexString());
        Assert.Equal(run.Metadata.Annotations![RunTrace.SpanIdAnnotation], root.SpanId.ToHexString());
        Assert.Equal(RunTrace.NodeSpanId(run.Metadata.Uid!, node.BoundaryID!), step.ParentSpanId.ToHexString());
        Assert.Equal(root.SpanId, spans[step.ParentSpanId.ToHexString()].ParentSpanId);
        Assert.Equal(run.Status.Nodes.Count + 1, spans.Count);
        Assert.Equal(node.StartedAt!.Value.ToUnixTimeSeconds(), new DateTimeOffset(step.StartTimeUtc).ToUnixTimeSeconds());
        Assert.Equal($"00-{root.TraceId}-{step.SpanId}-01", node.Outputs!.Parameters!.Single().Value);
    }

    [Fact]
    public async Task Run_By_Itself_Names_Its_Trace_And_Tells_Its_Steps()
    {
        var run = await engine.WaitAsync(await engine.SubmitAsync(Run));

        var node = run.Status!.Nodes!.Values.Single(item => item.Type == NodeType.Pod);
        var trace = RunTrace.Of(run)!;
        Assert.Null(trace.ParentSpanId);
        Assert.Equal((trace.Span with { SpanId = RunTrace.NodeSpanId(run.Metadata.Uid!, node.Id) }).ToString(), node.Outputs!.Parameters!.Single().Value);
    }
}
