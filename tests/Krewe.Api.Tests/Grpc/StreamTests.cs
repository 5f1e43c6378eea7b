using System.Text.Json.Nodes;
using Argo.Types;
using Argo.Workflows;
using Grpc.Core;
using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>What is sent while it happens, read by a generated client.</summary>
public sealed class StreamTests(GatewayFixture server) : IAsyncLifetime
{
    private GrpcClient? _client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private WorkflowService.WorkflowServiceClient Workflows => new(_client!.Channel);

    public async ValueTask InitializeAsync() => _client = await server.GrpcClientAsync(new CreateTokenRequest { Name = "streams-" + Guid.NewGuid().ToString("n")[..8], Role = AccessRole.Admin });

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Run_Is_Started_Watched_And_Its_Log_Read()
    {
        using var watch = Workflows.WatchWorkflows(new WatchWorkflowsRequest { Namespace = "rpc" }, _client!.Headers, cancellationToken: Token);
        // Headers come before anything happens.
        await watch.ResponseHeadersAsync;

        var created = await Workflows.CreateWorkflowAsync(Echo("hello"), _client.Headers, cancellationToken: Token);
        // Runs of other tests may come by.
        var last = await UntilAsync(watch.ResponseStream, update => update.Object.Metadata.Uid == created.Metadata.Uid && update.Object.Status.Phase == "Succeeded");

        Assert.Equal((created.Metadata.Uid, "Succeeded"), (last.Object.Metadata.Uid, last.Object.Status.Phase));
        var lines = await LinesAsync(new WorkflowLogRequest { Namespace = "rpc", Name = created.Metadata.Name, LogOptions = new() { Container = "main", Follow = true } });
        Assert.Equal([("hello", created.Metadata.Name)], lines);
        var whole = await Workflows.GetWorkflowAsync(new WorkflowGetRequest { Namespace = "rpc", Name = created.Metadata.Name }, _client.Headers, cancellationToken: Token);
        Assert.Equal("Pod", Assert.Single(whole.Status.Nodes.Values).Type);
        Assert.Equal("hello", whole.Spec.Templates[0].Container.Args[0]);
    }

    [Fact]
    public async Task Stream_Ends_When_Its_Caller_Leaves()
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var watch = Workflows.WatchWorkflows(new WatchWorkflowsRequest { Namespace = "quiet" }, _client!.Headers, cancellationToken: leave.Token);
        await watch.ResponseHeadersAsync;

        var next = watch.ResponseStream.MoveNext(Token);
        await leave.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => next)).StatusCode);
    }

    [Fact]
    public async Task Stream_Ends_At_Its_Deadline()
    {
        using var watch = Workflows.WatchWorkflows(new WatchWorkflowsRequest { Namespace = "quiet" }, _client!.Headers, DateTime.UtcNow.AddMilliseconds(300), Token);

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(Token))).StatusCode);
    }

    [Fact]
    public async Task Events_Tell_What_Happened_To_A_Run()
    {
        var created = await Workflows.CreateWorkflowAsync(Echo("x"), _client!.Headers, cancellationToken: Token);

        using var events = Workflows.WatchEvents(new WatchEventsRequest { Namespace = "rpc", ListOptions = new() { FieldSelector = $"involvedObject.kind=Workflow,involvedObject.name={created.Metadata.Name}" } }, _client.Headers, cancellationToken: Token);
        var succeeded = await UntilAsync(events.ResponseStream, one => one.Reason == "WorkflowSucceeded");

        Assert.Equal((created.Metadata.Uid, "Normal", "workflow-controller"), (succeeded.InvolvedObject.Uid, succeeded.Type, succeeded.Source.Component));
        Assert.True(succeeded.LastTimestamp.Seconds > 0);
    }

    [Fact]
    public async Task Both_Doors_Show_The_Same_Run()
    {
        var rest = (await server.SendAsync(HttpMethod.Get, $"/api/v1/workflows/argo/{server.FinishedName}")).Json!.AsObject();

        var call = await _client!.AskAsync("GetWorkflow", $$"""{"namespace":"argo","name":"{{server.FinishedName}}"}""", Token);

        rest.Remove("apiVersion");
        rest.Remove("kind");
        var shape = GrpcClient.Protocol.Message("github.com.argoproj.argo_workflows.v4.pkg.apis.workflow.v1alpha1.Workflow");
        Assert.Equal(Plain(rest), Plain(call));

        string Plain(JsonNode node)
        {
            using var json = System.Text.Json.JsonDocument.Parse(node.ToJsonString());
            return ProtocolJson.Plain(shape, json.RootElement)!.ToJsonString();
        }
    }

    private static WorkflowCreateRequest Echo(string text) => new()
    {
        Namespace = "rpc",
        Workflow = new Workflow
        {
            Metadata = new() { GenerateName = "echo-" },
            Spec = new WorkflowSpec
            {
                Entrypoint = "main",
                Templates = { new Template { Name = "main", Container = new() { Image = "busybox", Command = { "echo" }, Args = { text } } } },
            },
        },
    };

    private static async Task<T> UntilAsync<T>(IAsyncStreamReader<T> stream, Func<T, bool> wanted)
    {
        while (await stream.MoveNext(Token))
        {
            if (wanted(stream.Current))
            {
                return stream.Current;
            }
        }

        throw new InvalidOperationException("the stream ended before");
    }

    private async Task<List<(string, string)>> LinesAsync(WorkflowLogRequest request)
    {
        var lines = new List<(string, string)>();
        using var log = Workflows.WorkflowLogs(request, _client!.Headers, cancellationToken: Token);
        while (await log.ResponseStream.MoveNext(Token))
        {
            lines.Add((log.ResponseStream.Current.Content, log.ResponseStream.Current.PodName));
        }

        return lines;
    }
}
