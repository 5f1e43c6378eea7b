using Grpc.Core;
using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>Every method of every gRPC service on a real server: one request that is right and one that is wrong.</summary>
public sealed class GrpcOperationTests(GatewayFixture server) : IAsyncLifetime
{
    private const string Spec = """{"entrypoint":"main","templates":[{"name":"main","container":{"image":"busybox","command":["true"]}}]}""";

    private const string WrongSpec = """{"entrypoint":"missing","templates":[{"name":"main","container":{"image":"busybox","command":["true"]}}]}""";

    private GrpcClient? _client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Method, a right request, a wrong one and its status. <c>@name</c> and <c>@uid</c> are those of a finished run.</summary>
    public static TheoryData<string, string, string, int> Methods => new()
    {
        { "ListWorkflows", """{"namespace":"argo","listOptions":{"limit":1}}""", """{"namespace":"argo","listOptions":{"fieldSelector":"spec.x=1"}}""", 3 },
        { "CreateWorkflow", $$$$"""{"namespace":"argo","workflow":{"metadata":{"generateName":"op-"},"spec":{{{{Spec}}}}}}""", $$$$"""{"namespace":"argo","workflow":{"metadata":{"generateName":"op-"},"spec":{{{{WrongSpec}}}}}}""", 3 },
        { "LintWorkflow", $$$$"""{"namespace":"argo","workflow":{"metadata":{"generateName":"op-"},"spec":{{{{Spec}}}}}}""", """{"namespace":"argo"}""", 3 },
        { "GetWorkflow", """{"namespace":"argo","name":"@name","fields":"metadata.name"}""", """{"namespace":"argo","name":"no-such-run"}""", 5 },
        { "SubmitWorkflow", """{"namespace":"argo","resourceKind":"ClusterWorkflowTemplate","resourceName":"shared","submitOptions":{"labels":"a=b","entryPoint":"main"}}""", """{"namespace":"argo","resourceKind":"WorkflowTemplate","resourceName":"no-such"}""", 5 },
        { "DeleteWorkflow", """{"namespace":"argo","name":"@live","force":true}""", """{"namespace":"argo","name":"no-such-run"}""", 5 },
        { "RetryWorkflow", """{"namespace":"argo","name":"@name","restartSuccessful":true,"nodeFieldSelector":"displayName=@name"}""", """{"namespace":"argo","name":"no-such-run"}""", 5 },
        { "ResubmitWorkflow", """{"namespace":"argo","name":"@name"}""", """{"namespace":"argo","name":"no-such-run"}""", 5 },
        { "ResumeWorkflow", """{"namespace":"argo","name":"@live"}""", """{"namespace":"argo","name":"no-such-run"}""", 5 },
        { "SuspendWorkflow", """{"namespace":"argo","name":"@live"}""", """{"namespace":"argo","name":"no-such-run"}""", 5 },
        { "TerminateWorkflow", """{"namespace":"argo","name":"@live"}""", """{"namespace":"argo","name":"no-such-run"}""", 5 },
        { "StopWorkflow", """{"namespace":"argo","name":"@live","message":"enough"}""", """{"namespace":"argo","name":"no-such-run"}""", 5 },
        { "SetWorkflow", """{"namespace":"argo","name":"@live","nodeFieldSelector":"displayName=@live","phase":"Succeeded"}""", """{"namespace":"argo","name":"no-such-run"}""", 5 },
        { "ListArchivedWorkflows", """{"namespace":"argo","listOptions":{"limit":1}}""", """{"namespace":"argo","listOptions":{"fieldSelector":"spec.x=1"}}""", 3 },
        { "GetArchivedWorkflow", """{"uid":"@uid"}""", """{"uid":"no-such-uid"}""", 5 },
        { "DeleteArchivedWorkflow", """{"uid":"@ended"}""", """{"uid":"no-such-uid"}""", 5 },
        { "ListArchivedWorkflowLabelKeys", "{}", "-", 0 },
        { "ListArchivedWorkflowLabelValues", """{"listOptions":{"labelSelector":"team"}}""", "{}", 3 },
        { "RetryArchivedWorkflow", """{"uid":"@uid","namespace":"argo","restartSuccessful":true,"nodeFieldSelector":"displayName=@name"}""", """{"uid":"no-such-uid"}""", 5 },
        { "ResubmitArchivedWorkflow", """{"uid":"@uid","namespace":"argo"}""", """{"uid":"no-such-uid"}""", 5 },
        { "CreateWorkflowTemplate", $$$$"""{"namespace":"argo","template":{"metadata":{"generateName":"op-"},"spec":{{{{Spec}}}}}}""", """{"namespace":"argo"}""", 3 },
        { "GetWorkflowTemplate", """{"namespace":"argo","name":"rpc"}""", """{"namespace":"argo","name":"no-such"}""", 5 },
        { "ListWorkflowTemplates", """{"namespace":"argo","namePattern":"rpc"}""", """{"namespace":"argo","listOptions":{"labelSelector":"a b"}}""", 3 },
        { "UpdateWorkflowTemplate", $$$$"""{"namespace":"argo","template":{"metadata":{"name":"rpc","labels":{"a":"b"}},"spec":{{{{Spec}}}}}}""", $$$$"""{"namespace":"argo","template":{"metadata":{"name":"no-such"},"spec":{{{{Spec}}}}}}""", 5 },
        { "DeleteWorkflowTemplate", """{"namespace":"argo","name":"doomed"}""", """{"namespace":"argo","name":"no-such"}""", 5 },
        { "LintWorkflowTemplate", $$$$"""{"namespace":"argo","template":{"metadata":{"name":"op"},"spec":{{{{Spec}}}}}}""", "{}", 3 },
        { "CreateClusterWorkflowTemplate", $$$$"""{"template":{"metadata":{"generateName":"op-"},"spec":{{{{Spec}}}}}}""", "{}", 3 },
        { "GetClusterWorkflowTemplate", """{"name":"shared"}""", """{"name":"no-such"}""", 5 },
        { "ListClusterWorkflowTemplates", "{}", """{"listOptions":{"labelSelector":"a b"}}""", 3 },
        { "UpdateClusterWorkflowTemplate", $$$$"""{"template":{"metadata":{"name":"shared"},"spec":{{{{Spec}}}}}}""", $$$$"""{"template":{"metadata":{"name":"no-such"},"spec":{{{{Spec}}}}}}""", 5 },
        { "DeleteClusterWorkflowTemplate", """{"name":"doomed"}""", """{"name":"no-such"}""", 5 },
        { "LintClusterWorkflowTemplate", $$$$"""{"template":{"metadata":{"name":"op"},"spec":{{{{Spec}}}}}}""", "{}", 3 },
        { "LintCronWorkflow", $$$$"""{"namespace":"argo","cronWorkflow":{"metadata":{"name":"op"},"spec":{"schedules":["0 0 1 1 *"],"workflowSpec":{{{{Spec}}}}}}}""", $$$$"""{"namespace":"argo","cronWorkflow":{"metadata":{"name":"op"},"spec":{"schedules":["soon"],"workflowSpec":{{{{Spec}}}}}}}""", 3 },
        { "CreateCronWorkflow", $$$$"""{"namespace":"argo","cronWorkflow":{"metadata":{"generateName":"op-"},"spec":{"schedules":["0 0 1 1 *"],"workflowSpec":{{{{Spec}}}}}}}""", """{"namespace":"argo"}""", 3 },
        { "ListCronWorkflows", """{"namespace":"argo"}""", """{"namespace":"argo","listOptions":{"labelSelector":"a b"}}""", 3 },
        { "GetCronWorkflow", """{"namespace":"argo","name":"rpc"}""", """{"namespace":"argo","name":"no-such"}""", 5 },
        { "UpdateCronWorkflow", $$$$"""{"namespace":"argo","cronWorkflow":{"metadata":{"name":"rpc"},"spec":{"schedules":["0 0 1 1 *"],"workflowMetadata":{"labels":{"a":"b"}},"workflowSpec":{{{{Spec}}}}}}}""", """{"namespace":"argo"}""", 3 },
        { "DeleteCronWorkflow", """{"namespace":"argo","name":"doomed"}""", """{"namespace":"argo","name":"no-such"}""", 5 },
        { "SuspendCronWorkflow", """{"namespace":"argo","name":"rpc"}""", """{"namespace":"argo","name":"no-such"}""", 5 },
        { "ResumeCronWorkflow", """{"namespace":"argo","name":"rpc"}""", """{"namespace":"argo","name":"no-such"}""", 5 },
        { "ReceiveEvent", """{"namespace":"argo","discriminator":"a/b","payload":{"x":[1,null,"y"]}}""", "-", 0 },
        { "ListWorkflowEventBindings", """{"namespace":"argo"}""", """{"namespace":"argo","listOptions":{"labelSelector":"a b"}}""", 3 },
        { "GetInfo", "{}", "-", 0 },
        { "GetVersion", "{}", "-", 0 },
        { "GetUserInfo", "{}", "-", 0 },
        { "CollectEvent", """{"name":"openedList"}""", "{}", 3 },
        { "CreateSyncLimit", """{"namespace":"argo","type":"DATABASE","key":"made","limit":2}""", """{"namespace":"argo","type":"DATABASE","key":"bad"}""", 3 },
        { "GetSyncLimit", """{"namespace":"argo","type":"DATABASE","key":"rpc"}""", """{"namespace":"argo","type":"DATABASE","key":"no-such"}""", 5 },
        { "UpdateSyncLimit", """{"namespace":"argo","type":"DATABASE","key":"rpc","limit":3}""", """{"namespace":"argo","type":"DATABASE","key":"no-such","limit":3}""", 5 },
        { "DeleteSyncLimit", """{"namespace":"argo","type":"DATABASE","key":"doomed"}""", """{"namespace":"argo","type":"CONFIGMAP","key":"x"}""", 3 },
        { "CreateEventSource", """{"namespace":"argo","eventSource":{"metadata":{"generateName":"op-"},"spec":{"webhook":{"hook":{"port":"12000","endpoint":"/push","method":"POST"}}}}}""", """{"namespace":"argo"}""", 3 },
        { "GetEventSource", """{"namespace":"argo","name":"rpc"}""", """{"namespace":"argo","name":"no-such"}""", 5 },
        { "ListEventSources", """{"namespace":"argo","listOptions":{"limit":1}}""", """{"namespace":"argo","listOptions":{"labelSelector":"a b"}}""", 3 },
        { "UpdateEventSource", """{"namespace":"argo","name":"rpc","eventSource":{"metadata":{"name":"rpc","labels":{"a":"b"}},"spec":{"webhook":{"hook":{"port":"12000","endpoint":"/push","method":"POST"}}}}}""", """{"namespace":"argo","name":"no-such","eventSource":{"metadata":{"name":"no-such"},"spec":{"webhook":{"hook":{"port":"12000","endpoint":"/push","method":"POST"}}}}}""", 5 },
        { "DeleteEventSource", """{"namespace":"argo","name":"doomed"}""", """{"namespace":"argo","name":"no-such"}""", 5 },
        { "WatchEventSources", """{"namespace":"argo"}""", """{"namespace":"argo","listOptions":{"labelSelector":"a b"}}""", 3 },
        { "EventSourcesLogs", """{"namespace":"argo","name":"rpc","podLogOptions":{"tailLines":3}}""", """{"namespace":"argo","grep":"("}""", 3 },
        { "CreateSensor", """{"namespace":"argo","sensor":{"metadata":{"generateName":"op-"},"spec":{"dependencies":[{"name":"d","eventSourceName":"rpc","eventName":"hook"}],"triggers":[]}}}""", """{"namespace":"argo"}""", 3 },
        { "GetSensor", """{"namespace":"argo","name":"rpc"}""", """{"namespace":"argo","name":"no-such"}""", 5 },
        { "ListSensors", """{"namespace":"argo","listOptions":{"limit":1}}""", """{"namespace":"argo","listOptions":{"labelSelector":"a b"}}""", 3 },
        { "UpdateSensor", """{"namespace":"argo","name":"rpc","sensor":{"metadata":{"name":"rpc","labels":{"a":"b"}},"spec":{"dependencies":[{"name":"d","eventSourceName":"rpc","eventName":"hook"}],"triggers":[]}}}""", """{"namespace":"argo","name":"no-such","sensor":{"metadata":{"name":"no-such"},"spec":{"dependencies":[{"name":"d","eventSourceName":"rpc","eventName":"hook"}],"triggers":[]}}}""", 5 },
        { "DeleteSensor", """{"namespace":"argo","name":"doomed"}""", """{"namespace":"argo","name":"no-such"}""", 5 },
        { "WatchSensors", """{"namespace":"argo"}""", """{"namespace":"argo","listOptions":{"labelSelector":"a b"}}""", 3 },
        { "SensorsLogs", """{"namespace":"argo","name":"rpc","podLogOptions":{"tailLines":3}}""", """{"namespace":"argo","grep":"("}""", 3 },
        { "WatchWorkflows", """{"namespace":"argo"}""", """{"namespace":"argo","listOptions":{"resourceVersion":"abc"}}""", 3 },
        { "WatchEvents", """{"namespace":"argo","listOptions":{"fieldSelector":"involvedObject.kind=Workflow"}}""", """{"namespace":"argo","listOptions":{"fieldSelector":"type=Normal"}}""", 3 },
        { "PodLogs", """{"namespace":"argo","name":"@name","podName":"@name","logOptions":{"container":"main","tailLines":3}}""", """{"namespace":"argo","name":"no-such-run","podName":"x"}""", 5 },
        { "WorkflowLogs", """{"namespace":"argo","name":"@name","logOptions":{"container":"main"}}""", """{"namespace":"argo","name":"@name","grep":"("}""", 3 },
    };

    private GrpcClient Client => _client!;

    public async ValueTask InitializeAsync() => _client = await server.GrpcClientAsync(new CreateTokenRequest { Name = "rpc-" + Guid.NewGuid().ToString("n")[..8], Role = AccessRole.Admin });

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Method_Answers_The_Right_Request_And_Says_What_Is_Wrong_With_The_Other(string method, string right, string wrong, int wrongStatus)
    {
        await EnsureObjectsAsync();
        var names = await NamesAsync(right);

        await SendAsync(method, Fill(right, names));

        if (wrongStatus != 0)
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => SendAsync(method, Fill(wrong, names)));
            Assert.Equal((method, (StatusCode)wrongStatus), (method, refused.StatusCode));
            Assert.NotEmpty(refused.Status.Detail);
        }
    }

    [Fact]
    public void Every_Method_Of_The_Protocol_Is_Called()
    {
        var called = Methods.Select(row => row.Data.Item1).Order(StringComparer.Ordinal);

        Assert.Equal(GrpcClient.Protocol.Operations.Select(operation => operation.Name).Order(StringComparer.Ordinal), called);
    }

    private async Task SendAsync(string method, string request)
    {
        if (GrpcClient.Operation(method).IsStream)
        {
            await Client.FollowAsync(method, request, method.StartsWith("Watch", StringComparison.Ordinal) ? 1 : int.MaxValue, Token);
        }
        else
        {
            await Client.AskAsync(method, request, Token);
        }
    }

    /// <summary>A run that waits, or one that is over and nobody else's, where the request wants one.</summary>
    private async Task<(string Live, string Ended)> NamesAsync(string request)
    {
        if (request.Contains("@live", StringComparison.Ordinal))
        {
            var run = await Client.AskAsync("CreateWorkflow", """{"namespace":"argo","workflow":{"metadata":{"generateName":"live-"},"spec":{"entrypoint":"main","templates":[{"name":"main","suspend":{}}]}}}""", Token);
            return ((string)run["metadata"]!["name"]!, "");
        }

        if (request.Contains("@ended", StringComparison.Ordinal))
        {
            var run = await Client.AskAsync("CreateWorkflow", $$$"""{"namespace":"argo","workflow":{"metadata":{"generateName":"ended-"},"spec":{{{Spec}}}}}""", Token);
            await foreach (var _ in server.Workflows.WatchAsync(new RunRef("argo", (string)run["metadata"]!["name"]!), new WatchOptions(), Token))
            {
                // Until it is over.
            }

            return ("", (string)run["metadata"]!["uid"]!);
        }

        return ("", "");
    }

    private string Fill(string request, (string Live, string Ended) names) => request
        .Replace("@name", server.FinishedName, StringComparison.Ordinal)
        .Replace("@uid", server.FinishedUid, StringComparison.Ordinal)
        .Replace("@live", names.Live, StringComparison.Ordinal)
        .Replace("@ended", names.Ended, StringComparison.Ordinal);

    private async Task EnsureObjectsAsync()
    {
        foreach (var name in new[] { "rpc", "doomed" })
        {
            await server.SendAsync(HttpMethod.Post, "/api/v1/workflow-templates/argo", $$$"""{"template":{"metadata":{"name":"{{{name}}}"},"spec":{{{Spec}}}}}""");
            await server.SendAsync(HttpMethod.Post, "/api/v1/cron-workflows/argo", $$$$"""{"cronWorkflow":{"metadata":{"name":"{{{{name}}}}"},"spec":{"schedules":["0 0 1 1 *"],"workflowSpec":{{{{Spec}}}}}}}""");
            await server.SendAsync(HttpMethod.Post, "/api/v1/event-sources/argo", $$$$$$"""{"eventSource":{"metadata":{"name":"{{{{{{name}}}}}}"},"spec":{"webhook":{"hook":{"port":"12000"}}}}}""");
            await server.SendAsync(HttpMethod.Post, "/api/v1/sensors/argo", $$$$"""{"sensor":{"metadata":{"name":"{{{{name}}}}"},"spec":{"dependencies":[],"triggers":[]}}}""");
            await server.SendAsync(HttpMethod.Post, "/api/v1/sync/argo", $$"""{"type":"DATABASE","key":"{{name}}","limit":1}""");
        }

        foreach (var name in new[] { "shared", "doomed" })
        {
            await server.SendAsync(HttpMethod.Post, "/api/v1/cluster-workflow-templates", $$$"""{"template":{"metadata":{"name":"{{{name}}}"},"spec":{{{Spec}}}}}""");
        }
    }
}
