using System.Text.Json.Nodes;

namespace Krewe.Api.Tests;

/// <summary>The description of the API, and the pages for people.</summary>
public sealed class DescriptionTests(GatewayFixture server)
{
    /// <summary>Argo's operations, by the service that has them.</summary>
    private static readonly string[] OfArgo =
    [
        "ArchivedWorkflowService_DeleteArchivedWorkflow", "ArchivedWorkflowService_GetArchivedWorkflow", "ArchivedWorkflowService_ListArchivedWorkflowLabelKeys",
        "ArchivedWorkflowService_ListArchivedWorkflowLabelValues", "ArchivedWorkflowService_ListArchivedWorkflows", "ArchivedWorkflowService_ResubmitArchivedWorkflow",
        "ArchivedWorkflowService_RetryArchivedWorkflow", "ArtifactService_GetArtifactFile", "ArtifactService_GetInputArtifact", "ArtifactService_GetInputArtifactByUID",
        "ArtifactService_GetOutputArtifact", "ArtifactService_GetOutputArtifactByUID", "ClusterWorkflowTemplateService_CreateClusterWorkflowTemplate",
        "ClusterWorkflowTemplateService_DeleteClusterWorkflowTemplate", "ClusterWorkflowTemplateService_GetClusterWorkflowTemplate",
        "ClusterWorkflowTemplateService_LintClusterWorkflowTemplate", "ClusterWorkflowTemplateService_ListClusterWorkflowTemplates",
        "ClusterWorkflowTemplateService_UpdateClusterWorkflowTemplate", "CronWorkflowService_CreateCronWorkflow", "CronWorkflowService_DeleteCronWorkflow",
        "CronWorkflowService_GetCronWorkflow", "CronWorkflowService_LintCronWorkflow", "CronWorkflowService_ListCronWorkflows", "CronWorkflowService_ResumeCronWorkflow",
        "CronWorkflowService_SuspendCronWorkflow", "CronWorkflowService_UpdateCronWorkflow", "EventService_ListWorkflowEventBindings", "EventService_ReceiveEvent",
        "EventSourceService_CreateEventSource", "EventSourceService_DeleteEventSource", "EventSourceService_EventSourcesLogs", "EventSourceService_GetEventSource",
        "EventSourceService_ListEventSources", "EventSourceService_UpdateEventSource", "EventSourceService_WatchEventSources", "InfoService_CollectEvent", "InfoService_GetInfo",
        "InfoService_GetUserInfo", "InfoService_GetVersion", "SensorService_CreateSensor", "SensorService_DeleteSensor", "SensorService_GetSensor", "SensorService_ListSensors",
        "SensorService_SensorsLogs", "SensorService_UpdateSensor", "SensorService_WatchSensors", "SyncService_CreateSyncLimit", "SyncService_DeleteSyncLimit",
        "SyncService_GetSyncLimit", "SyncService_UpdateSyncLimit", "WorkflowService_CreateWorkflow", "WorkflowService_DeleteWorkflow", "WorkflowService_GetWorkflow",
        "WorkflowService_LintWorkflow", "WorkflowService_ListWorkflows", "WorkflowService_PodLogs", "WorkflowService_ResubmitWorkflow", "WorkflowService_ResumeWorkflow",
        "WorkflowService_RetryWorkflow", "WorkflowService_SetWorkflow", "WorkflowService_StopWorkflow", "WorkflowService_SubmitWorkflow", "WorkflowService_SuspendWorkflow",
        "WorkflowService_TerminateWorkflow", "WorkflowService_WatchEvents", "WorkflowService_WatchWorkflows", "WorkflowService_WorkflowLogs",
        "WorkflowTemplateService_CreateWorkflowTemplate", "WorkflowTemplateService_DeleteWorkflowTemplate", "WorkflowTemplateService_GetWorkflowTemplate",
        "WorkflowTemplateService_LintWorkflowTemplate", "WorkflowTemplateService_ListWorkflowTemplates", "WorkflowTemplateService_UpdateWorkflowTemplate",
    ];

    [Fact]
    public void Description_Has_Argos_Operations()
    {
        var ids = Operations().Select(operation => (string)operation["operationId"]!).ToList();

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(OfArgo, ids.Where(id => !id.StartsWith("KreweService_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    /// <summary>What is served is described, and what is described is served.</summary>
    [Fact]
    public void Description_And_Routes_Agree()
    {
        var described = ((JsonObject)server.Api.Document["paths"]!).SelectMany(path => ((JsonObject)path.Value!).Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));

        var hidden = new[] { "GET /", "GET /start/start.js", "GET /start/start.css", "GET /api/krewe/v1/openapi.json" };
        Assert.Equal(described.Order(StringComparer.Ordinal), server.Routes.Where(route => !hidden.Contains(route)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_Reference_Of_The_Description_Leads_Somewhere()
    {
        foreach (var reference in References(server.Api.Document))
        {
            JsonNode? target = server.Api.Document;
            foreach (var part in reference[2..].Split('/'))
            {
                target = target is JsonArray list ? list[int.Parse(part)] : target?[part];
            }

            Assert.True(target is not null, reference);
        }
    }

    [Fact]
    public async Task Browser_Gets_Pages_Without_A_Token_And_Nothing_Else()
    {
        using var http = new HttpClient { BaseAddress = server.Address };

        foreach (var (path, part) in new[] { ("/", "<title>Krewe</title>"), ("/start/start.js", "'use strict'"), ("/start/start.css", ":root"), ("/api-docs/index.html", "Krewe API"), ("/api/krewe/v1/openapi.json", "\"3.1.0\"") })
        {
            using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Contains(part, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        Assert.Equal(401, (await GatewayFixture.SendAsync(http, HttpMethod.Get, "/api/v1/workflows/argo")).Status);
    }

    [Fact]
    public async Task Metrics_Count_Requests_By_What_Came_Of_Them()
    {
        await server.SendAsync(HttpMethod.Get, "/api/v1/cron-workflows/argo/no-such-cron");
        var metrics = await server.SendAsync(HttpMethod.Get, "/metrics");

        Assert.Contains("grpc_server_handled_total{grpc_code=\"NotFound\",grpc_method=\"GetCronWorkflow\",grpc_service=\"CronWorkflowService\",grpc_type=\"unary\"}", metrics.Text, StringComparison.Ordinal);
        Assert.Contains("grpc_server_handling_seconds_bucket{grpc_method=\"GetCronWorkflow\",grpc_service=\"CronWorkflowService\",grpc_type=\"unary\",le=\"+Inf\"}", metrics.Text, StringComparison.Ordinal);
        // This request itself.
        Assert.Contains("\npromhttp_metric_handler_requests_in_flight 1\n", metrics.Text, StringComparison.Ordinal);
        Assert.Matches("promhttp_metric_handler_requests_total\\{code=\"200\"\\} [0-9]+\n", metrics.Text);
    }

    private IEnumerable<JsonNode> Operations() => ((JsonObject)server.Api.Document["paths"]!).SelectMany(path => ((JsonObject)path.Value!).Select(operation => operation.Value!));

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry => entry.Key == "$ref" && entry.Value is JsonValue value ? [value.GetValue<string>()] : References(entry.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
