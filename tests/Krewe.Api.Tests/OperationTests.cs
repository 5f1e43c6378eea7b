namespace Krewe.Api.Tests;

/// <summary>Every operation of Argo's API on a real server: one request that is right and one that is wrong.</summary>
public sealed class OperationTests(GatewayFixture server)
{
    private const string Spec = """{"entrypoint":"main","templates":[{"name":"main","container":{"image":"busybox","command":["true"]}}]}""";

    private const string WrongSpec = """{"entrypoint":"missing","templates":[{"name":"main","container":{"image":"busybox","command":["true"]}}]}""";

    /// <summary>Operation, method, a right path and body, a wrong path and body, and the status of the wrong one. <c>@name</c> and <c>@uid</c> are those of a finished run.</summary>
    public static TheoryData<string, string, string, string?, string, string?, int> Operations => new()
    {
        { "ListWorkflows", "GET", "/api/v1/workflows/argo?listOptions.limit=1", null, "/api/v1/workflows/argo?listOptions.fieldSelector=spec.x=1", null, 400 },
        { "CreateWorkflow", "POST", "/api/v1/workflows/argo", $$$$$"""{"workflow":{"metadata":{"generateName":"op-"},"spec":{{{{{Spec}}}}}}}""", "/api/v1/workflows/argo", $$$$$"""{"workflow":{"metadata":{"generateName":"op-"},"spec":{{{{{WrongSpec}}}}}}}""", 400 },
        { "LintWorkflow", "POST", "/api/v1/workflows/argo/lint", $$$$$"""{"workflow":{"metadata":{"generateName":"op-"},"spec":{{{{{Spec}}}}}}}""", "/api/v1/workflows/argo/lint", """{"workflow":""", 400 },
        { "GetWorkflow", "GET", "/api/v1/workflows/argo/@name?fields=metadata.name", null, "/api/v1/workflows/argo/no-such-run", null, 404 },
        { "ResubmitWorkflow", "PUT", "/api/v1/workflows/argo/@name/resubmit", "{}", "/api/v1/workflows/argo/no-such-run/resubmit", "{}", 404 },
        { "WorkflowLogs", "GET", "/api/v1/workflows/argo/@name/log?logOptions.container=main", null, "/api/v1/workflows/argo/@name/log?grep=(", null, 400 },
        { "PodLogs", "GET", "/api/v1/workflows/argo/@name/@name/log?logOptions.container=main&logOptions.tailLines=3", null, "/api/v1/workflows/argo/no-such-run/x/log", null, 404 },
        { "WatchEvents", "GET", "/api/v1/stream/events/argo?listOptions.fieldSelector=involvedObject.kind=Workflow", null, "/api/v1/stream/events/argo?listOptions.fieldSelector=type=Normal", null, 400 },
        { "ListArchivedWorkflows", "GET", "/api/v1/archived-workflows?namespace=argo", null, "/api/v1/archived-workflows?createdAfter=yesterday", null, 400 },
        { "GetArchivedWorkflow", "GET", "/api/v1/archived-workflows/@uid", null, "/api/v1/archived-workflows/no-such-uid", null, 404 },
        { "ResubmitArchivedWorkflow", "PUT", "/api/v1/archived-workflows/@uid/resubmit", """{"uid":"@uid"}""", "/api/v1/archived-workflows/no-such-uid/resubmit", "{}", 404 },
        { "RetryArchivedWorkflow", "PUT", "/api/v1/archived-workflows/@uid/retry", """{"restartSuccessful":true,"nodeFieldSelector":"displayName=@name"}""", "/api/v1/archived-workflows/no-such-uid/retry", "{}", 404 },
        { "ListArchivedWorkflowLabelKeys", "GET", "/api/v1/archived-workflows-label-keys", null, "/api/v1/archived-workflows-label-keys/x", null, 404 },
        { "ListArchivedWorkflowLabelValues", "GET", "/api/v1/archived-workflows-label-values?listOptions.labelSelector=team", null, "/api/v1/archived-workflows-label-values", null, 400 },
        { "ListWorkflowTemplates", "GET", "/api/v1/workflow-templates/argo", null, "/api/v1/workflow-templates/argo?listOptions.labelSelector=a%20b", null, 400 },
        { "CreateWorkflowTemplate", "POST", "/api/v1/workflow-templates/argo", $$$$$"""{"template":{"metadata":{"generateName":"op-"},"spec":{{{{{Spec}}}}}}}""", "/api/v1/workflow-templates/argo", """{"template":{"metadata":{"name":"x"},"spec":{"tempates":[]}}}""", 400 },
        { "LintWorkflowTemplate", "POST", "/api/v1/workflow-templates/argo/lint", $$$$$"""{"template":{"metadata":{"name":"op"},"spec":{{{{{Spec}}}}}}}""", "/api/v1/workflow-templates/argo/lint", "{}", 400 },
        { "ListClusterWorkflowTemplates", "GET", "/api/v1/cluster-workflow-templates", null, "/api/v1/cluster-workflow-templates?listOptions.limit=many", null, 400 },
        { "CreateClusterWorkflowTemplate", "POST", "/api/v1/cluster-workflow-templates", $$$$$"""{"template":{"metadata":{"generateName":"op-"},"spec":{{{{{Spec}}}}}}}""", "/api/v1/cluster-workflow-templates", "[]", 400 },
        { "LintClusterWorkflowTemplate", "POST", "/api/v1/cluster-workflow-templates/lint", $$$$$"""{"template":{"metadata":{"name":"op"},"spec":{{{{{Spec}}}}}}}""", "/api/v1/cluster-workflow-templates/lint", "{}", 400 },
        { "GetClusterWorkflowTemplate", "GET", "/api/v1/cluster-workflow-templates/shared", null, "/api/v1/cluster-workflow-templates/no-such", null, 404 },
        { "ListCronWorkflows", "GET", "/api/v1/cron-workflows/argo", null, "/api/v1/cron-workflows/argo?listOptions.labelSelector=a%20b", null, 400 },
        { "LintCronWorkflow", "POST", "/api/v1/cron-workflows/argo/lint", $$$$$"""{"cronWorkflow":{"metadata":{"name":"op"},"spec":{"schedules":["0 0 1 1 *"],"workflowSpec":{{{{{Spec}}}}}}}}""", "/api/v1/cron-workflows/argo/lint", $$$$$"""{"cronWorkflow":{"metadata":{"name":"op"},"spec":{"schedules":["soon"],"workflowSpec":{{{{{Spec}}}}}}}}""", 400 },
        { "ListWorkflowEventBindings", "GET", "/api/v1/workflow-event-bindings/argo", null, "/api/v1/workflow-event-bindings/argo?listOptions.limit=x", null, 400 },
        { "ListEventSources", "GET", "/api/v1/event-sources/argo", null, "/api/v1/event-sources/argo?listOptions.limit=x", null, 400 },
        { "WatchEventSources", "GET", "/api/v1/stream/event-sources/argo", null, "/api/v1/stream/event-sources/argo?listOptions.limit=x", null, 400 },
        { "EventSourcesLogs", "GET", "/api/v1/stream/event-sources/argo/logs", null, "/api/v1/stream/event-sources/argo/logs?grep=(", null, 400 },
        { "ListSensors", "GET", "/api/v1/sensors/argo", null, "/api/v1/sensors/argo?listOptions.limit=x", null, 400 },
        { "WatchSensors", "GET", "/api/v1/stream/sensors/argo", null, "/api/v1/stream/sensors/argo?listOptions.limit=x", null, 400 },
        { "SensorsLogs", "GET", "/api/v1/stream/sensors/argo/logs", null, "/api/v1/stream/sensors/argo/logs?grep=(", null, 400 },
        { "GetInfo", "GET", "/api/v1/info", null, "/api/v1/infos", null, 404 },
        { "GetUserInfo", "GET", "/api/v1/userinfo", null, "/api/v1/userinfo/x", null, 404 },
        { "GetVersion", "GET", "/api/v1/version", null, "/api/v1/version/x", null, 404 },
        { "CollectEvent", "POST", "/api/v1/tracking/event", """{"name":"openedList"}""", "/api/v1/tracking/event", "{}", 400 },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_Answers_The_Right_Request_And_Says_What_Is_Wrong_With_The_Other(string operation, string method, string path, string? body, string wrongPath, string? wrongBody, int wrongStatus)
    {
        await EnsureSharedAsync();

        var right = await server.SendAsync(new HttpMethod(method), Fill(path), Fill(body));
        var wrong = await server.SendAsync(new HttpMethod(method), Fill(wrongPath), Fill(wrongBody));

        Assert.True(right.Status == 200, $"{operation} answered {right.Status}: {right.Text}");
        Assert.Equal((operation, wrongStatus), (operation, wrong.Status));
        // As grpc-gateway has them: the code of gRPC, and the same text twice.
        Assert.NotEqual(0, (int)wrong.Json!["code"]!);
        Assert.False(string.IsNullOrEmpty((string?)wrong.Json["message"]));
        Assert.Equal((string?)wrong.Json["message"], (string?)wrong.Json["error"]);
    }

    [Theory]
    [InlineData("workflow-templates", "template", "")]
    [InlineData("cluster-workflow-templates", "template", "")]
    [InlineData("cron-workflows", "cronWorkflow", "\"schedules\":[\"0 0 1 1 *\"],")]
    [InlineData("event-sources", "eventsource", "")]
    [InlineData("sensors", "sensor", "")]
    public async Task Definition_Lives_From_Create_To_Delete(string collection, string key, string extra)
    {
        var spec = key == "cronWorkflow" ? $$$$$"""{{{{{{extra}}}}}"workflowSpec":{{{{{Spec}}}}}}""" : key == "template" ? Spec : """{"calendar":{"x":{"interval":"10s"}}}""";
        var root = $"/api/v1/{collection}" + (collection.StartsWith("cluster", StringComparison.Ordinal) ? "" : "/argo");
        var body = $$$$$"""{"{{{{{key}}}}}":{"metadata":{"name":"life"},"spec":{{{{{spec}}}}}}}""";

        var created = await server.SendAsync(HttpMethod.Post, root, body);
        var again = await server.SendAsync(HttpMethod.Post, root, body);
        var read = await server.SendAsync(HttpMethod.Get, root + "/life");
        var stale = await server.SendAsync(HttpMethod.Put, root + "/life", $$$$$"""{"{{{{{key}}}}}":{"metadata":{"name":"life","resourceVersion":"1"},"spec":{{{{{spec}}}}}}}""");
        var updated = await server.SendAsync(HttpMethod.Put, root + "/life", $$$$$"""{"{{{{{key}}}}}":{"metadata":{"name":"life","labels":{"a":"b"}},"spec":{{{{{spec}}}}}}}""");
        var deleted = await server.SendAsync(HttpMethod.Delete, root + "/life");
        var gone = await server.SendAsync(HttpMethod.Get, root + "/life");
        var goneTwice = await server.SendAsync(HttpMethod.Delete, root + "/life");

        Assert.Equal([200, 409, 200, 409, 200, 200, 404, 404], new[] { created, again, read, stale, updated, deleted, gone, goneTwice }.Select(answer => answer.Status));
        Assert.Equal((string?)created.Json!["metadata"]!["uid"], (string?)updated.Json!["metadata"]!["uid"]);
        Assert.Equal("b", (string?)updated.Json["metadata"]!["labels"]!["a"]);
        Assert.Equal("{}", deleted.Text);
    }

    [Fact]
    public async Task Cron_Is_Suspended_And_Resumed()
    {
        await server.SendAsync(HttpMethod.Post, "/api/v1/cron-workflows/argo", $$$$$"""{"cronWorkflow":{"metadata":{"name":"switch"},"spec":{"schedules":["0 0 1 1 *"],"workflowSpec":{{{{{Spec}}}}}}}}""");

        var suspended = await server.SendAsync(HttpMethod.Put, "/api/v1/cron-workflows/argo/switch/suspend", "{}");
        var resumed = await server.SendAsync(HttpMethod.Put, "/api/v1/cron-workflows/argo/switch/resume", "{}");
        var unknown = await server.SendAsync(HttpMethod.Put, "/api/v1/cron-workflows/argo/no-such/suspend", "{}");

        Assert.True((bool)suspended.Json!["spec"]!["suspend"]!);
        Assert.Null(resumed.Json!["spec"]!["suspend"]);
        Assert.Equal(404, unknown.Status);
    }

    [Fact]
    public async Task Submit_Starts_A_Stored_Template_And_Says_Which_Is_Missing()
    {
        await EnsureSharedAsync();

        var started = await server.SendAsync(HttpMethod.Post, "/api/v1/workflows/argo/submit", """{"resourceKind":"ClusterWorkflowTemplate","resourceName":"shared","submitOptions":{"labels":"a=b"}}""");
        var missing = await server.SendAsync(HttpMethod.Post, "/api/v1/workflows/argo/submit", """{"resourceKind":"WorkflowTemplate","resourceName":"no-such"}""");

        Assert.Equal("shared", (string?)started.Json!["metadata"]!["labels"]!["workflows.argoproj.io/cluster-workflow-template"]);
        Assert.Equal((404, "workflowtemplates.argoproj.io \"no-such\" not found"), (missing.Status, (string?)missing.Json!["message"]));
    }

    [Fact]
    public async Task Run_Is_Steered_Until_It_Is_Deleted()
    {
        const string suspended = """{"workflow":{"metadata":{"name":"steered"},"spec":{"entrypoint":"main","templates":[{"name":"main","suspend":{}}]}}}""";
        await server.SendAsync(HttpMethod.Post, "/api/v1/workflows/argo", suspended);
        const string one = "/api/v1/workflows/argo/steered";

        var answers = new List<Answer>
        {
            await server.SendAsync(HttpMethod.Put, one + "/suspend", "{}"),
            await server.SendAsync(HttpMethod.Put, one + "/resume", """{"nodeFieldSelector":""}"""),
            await server.SendAsync(HttpMethod.Put, "/api/v1/workflows/argo/no-such/set", "{}"),
            await server.SendAsync(HttpMethod.Put, "/api/v1/workflows/argo/no-such/stop", "{}"),
            await server.SendAsync(HttpMethod.Put, "/api/v1/workflows/argo/no-such/terminate", "{}"),
            await server.SendAsync(HttpMethod.Delete, one + "?force=true"),
            await server.SendAsync(HttpMethod.Delete, one),
        };

        Assert.Equal([200, 200, 404, 404, 404, 200, 404], answers.Select(answer => answer.Status));
        Assert.True((bool)answers[0].Json!["spec"]!["suspend"]!);
    }

    private async Task EnsureSharedAsync() =>
        await server.SendAsync(HttpMethod.Post, "/api/v1/cluster-workflow-templates", $$$$$"""{"template":{"metadata":{"name":"shared"},"spec":{{{{{Spec}}}}}}}""");

    private string Fill(string? text) => (text ?? "").Replace("@name", server.FinishedName, StringComparison.Ordinal).Replace("@uid", server.FinishedUid, StringComparison.Ordinal) is { Length: > 0 } filled ? filled : null!;
}
