using Krewe.Client;
using Krewe.Client.Wire;

namespace Krewe.Api;

/// <summary>All operations of the API: what the description of the API, its metrics and its tests go by.</summary>
internal static partial class ApiOperations
{
    /// <summary>Service of what Argo has not.</summary>
    public const string KreweService = "KreweService";

    private static readonly string[] RunLists = ["listOptions.labelSelector", "listOptions.fieldSelector", "listOptions.limit", "listOptions.continue", "listOptions.resourceVersion", "nameFilter", "namePrefix", "phases", "createdAfter", "finishedBefore", "fields"];
    private static readonly string[] Lists = ["listOptions.labelSelector", "listOptions.limit", "listOptions.continue", "namePattern", "fields"];
    private static readonly string[] Logs = ["podName", "logOptions.container", "logOptions.follow", "logOptions.tailLines", "logOptions.sinceTime", "logOptions.timestamps", "grep", "selector"];
    private static readonly string[] EventLogs = ["podLogOptions.container", "podLogOptions.follow", "podLogOptions.tailLines", "podLogOptions.sinceTime", "podLogOptions.timestamps", "name", "grep"];
    private static readonly string[] Archives = ["name", "namespace"];

    /// <summary>Every operation, those of one service together.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        .. Runs(), .. Archived(),
        .. Definitions(ResourceKind.WorkflowTemplate, "WorkflowTemplateService", "WorkflowTemplate", "workflow template"),
        .. Definitions(ResourceKind.ClusterWorkflowTemplate, "ClusterWorkflowTemplateService", "ClusterWorkflowTemplate", "template of all namespaces"),
        .. Definitions(ResourceKind.CronWorkflow, "CronWorkflowService", "CronWorkflow", "cron workflow"),
        new("PUT", "/api/v1/cron-workflows/{namespace}/{name}/suspend", "CronWorkflowService", "SuspendCronWorkflow", "Start no more runs of a cron workflow") { Body = "Empty", Answer = "CronWorkflow" },
        new("PUT", "/api/v1/cron-workflows/{namespace}/{name}/resume", "CronWorkflowService", "ResumeCronWorkflow", "Start runs of a suspended cron workflow again") { Body = "Empty", Answer = "CronWorkflow" },
        new("GET", "/api/v1/cron-workflows/{namespace}/{name}/slots", KreweService, "ListCronSlots", "What became of each slot of a cron workflow") { Query = ["limit", "before"], Answer = "CronSlotPage" },
        .. Definitions(ResourceKind.WorkflowEventBinding, "EventService", "WorkflowEventBinding", "event binding"),
        .. Definitions(ResourceKind.EventSource, "EventSourceService", "EventSource", "event source of Argo Events"),
        .. Definitions(ResourceKind.Sensor, "SensorService", "Sensor", "sensor of Argo Events"),
        .. Streams("event-sources", "EventSource", "eventSourceType", "eventName"), .. Streams("sensors", "Sensor", "triggerName"),
        .. Events(), .. Syncs(), .. Server(), .. Artifacts(), .. RunDetails(), .. Pipelines(), .. OwnLists(),
    ];

    private static IEnumerable<ApiOperation> Runs()
    {
        const string Service = "WorkflowService";
        const string All = "/api/v1/workflows/{namespace}";
        const string One = All + "/{name}";
        yield return new("GET", "/api/v1/workflows", KreweService, "ListAllWorkflows", "List runs of all namespaces, live and archived") { Query = RunLists, Answer = "WorkflowList" };
        yield return new("GET", All, Service, "ListWorkflows", "List runs, live and archived") { Query = RunLists, Answer = "WorkflowList" };
        yield return new("POST", All, Service, "CreateWorkflow", "Start a run") { Body = "CreateBody", Answer = "Workflow" };
        yield return new("POST", All + "/lint", Service, "LintWorkflow", "Check a workflow without running it") { Body = "CreateBody", Answer = "Workflow" };
        yield return new("POST", All + "/submit", Service, "SubmitWorkflow", "Start a run of a stored template") { Body = "SubmitBody", Answer = "Workflow" };
        yield return new("GET", One, Service, "GetWorkflow", "Read a run; the name @latest is the newest") { Query = ["uid", "fields"], Answer = "Workflow" };
        yield return new("DELETE", One, Service, "DeleteWorkflow", "Delete a run") { Query = ["force", "uid"] };
        (string Path, string Name, string Summary)[] actions =
        [
            ("retry", "RetryWorkflow", "Run what failed again"), ("resubmit", "ResubmitWorkflow", "Start a new run like this one"), ("resume", "ResumeWorkflow", "Let a suspended run go on"),
            ("suspend", "SuspendWorkflow", "Start no more nodes"), ("stop", "StopWorkflow", "End a run, exit handlers run"), ("terminate", "TerminateWorkflow", "End a run at once"),
            ("set", "SetWorkflow", "Set phase, message or outputs of a suspended node"),
        ];
        foreach (var (path, name, summary) in actions)
        {
            yield return new("PUT", $"{One}/{path}", Service, name, summary) { Body = "ActionBody", Answer = "Workflow" };
        }

        yield return new("GET", One + "/log", Service, "WorkflowLogs", "Logs of a run, merged by time") { Query = Logs, Answer = "LogBody", IsStream = true };
        yield return new("GET", One + "/{podName}/log", Service, "PodLogs", "Logs of a node") { Query = Logs, Answer = "LogBody", IsStream = true };
        yield return new("GET", One + "/watch", KreweService, "WatchWorkflow", "Changes of one run until it ends, as deltas if asked for") { Query = ["uid", "deltas", "fields"], Answer = "UpdateBody", IsStream = true };
        yield return new("GET", "/api/v1/workflow-events", KreweService, "WatchAllWorkflows", "Changes of runs of all namespaces") { Query = RunLists, Answer = "UpdateBody", IsStream = true };
        yield return new("GET", "/api/v1/workflow-events/{namespace}", Service, "WatchWorkflows", "Changes of runs") { Query = RunLists, Answer = "UpdateBody", IsStream = true };
        yield return new("GET", "/api/v1/stream/events/{namespace}", Service, "WatchEvents", "Kubernetes events of runs") { Query = ["listOptions.fieldSelector"], Answer = "Any", IsStream = true };
    }

    private static IEnumerable<ApiOperation> OwnLists()
    {
        yield return new("GET", ListRoutes.Folders, KreweService, "ListFolders", "Folders with how much lies in and below each") { Query = ["namespace"], Answer = nameof(FolderList) };
        yield return new("GET", ListRoutes.Runs, KreweService, "ListRuns", "Runs as rows, by the filter language, in the order asked for") { Query = ["namespace", "filter", "sort", "limit", "cursor", "counts"], Answer = nameof(RunRowPage) };
        yield return new("GET", ListRoutes.Workflows, KreweService, "ListFilteredWorkflows", "Runs as whole objects, by the filter language") { Query = ["namespace", "filter", .. RunLists], Answer = "WorkflowList" };
        yield return new("GET", ListRoutes.WorkflowEvents, KreweService, "WatchFilteredWorkflows", "Changes of runs, by the filter language") { Query = ["namespace", "filter", .. RunLists], Answer = "UpdateBody", IsStream = true };
        yield return new("GET", ListRoutes.Queue, KreweService, "ListQueue", "Runs that wait: for what, since when, and their place in line") { Query = ["namespace", "limit", "cursor"], Answer = nameof(QueuePage) };
        yield return new("GET", ListRoutes.Runs + "/{namespace}/{name}/waiting", KreweService, "GetWaiting", "Why a run, or parts of it, wait") { Query = ["uid"], Answer = nameof(RunWaiting) };
        yield return new("GET", ListRoutes.Usage, KreweService, "GetUsage", "Who used how much: runs, steps, time and resources by namespace, folder, template, creator, label, day, week or month") { Query = ["from", "to", "by", "namespace", "filter", "limit"], Answer = nameof(UsageReport) };
        yield return new("GET", ListRoutes.Views, KreweService, "ListViews", "Saved views: one's own, shared ones, and those in folders; or those in and below one folder") { Query = ["namespace", "folder"], Answer = nameof(ViewsBody) };
        yield return new("PUT", ListRoutes.Views + "/{viewName}", KreweService, "PutView", "Save a view") { Body = nameof(SavedView), Answer = nameof(SavedView) };
        yield return new("DELETE", ListRoutes.Views + "/{viewName}", KreweService, "DeleteView", "Delete a view") { Query = ["shared", "namespace", "folder"] };
        yield return new("GET", ListRoutes.Favourites, KreweService, "ListFavourites", "Favourites of the caller") { Answer = nameof(FavouritesBody) };
        yield return new("PUT", ListRoutes.Favourites + "/{kind}/{name}", KreweService, "AddFavourite", "Add a favourite") { Query = ["namespace"], Answer = nameof(FavouritesBody) };
        yield return new("DELETE", ListRoutes.Favourites + "/{kind}/{name}", KreweService, "RemoveFavourite", "Take a favourite away") { Query = ["namespace"], Answer = nameof(FavouritesBody) };
        yield return new("GET", ListRoutes.Audit, KreweService, "ListAudit", "Who changed what, the latest first; for administrators") { Query = ["namespace", "actor", "action", "kind", "name", "uid", "outcome", "from", "before", "limit", "cursor"], Answer = nameof(AuditPage) };
        yield return new("GET", ListRoutes.Audit + "/{changeId}", KreweService, "GetAudit", "One change: what was asked, and the object before and after") { Answer = nameof(AuditEntry) };
    }

    private static IEnumerable<ApiOperation> Archived()
    {
        const string Service = "ArchivedWorkflowService";
        const string One = "/api/v1/archived-workflows/{uid}";
        yield return new("GET", "/api/v1/archived-workflows", Service, "ListArchivedWorkflows", "List ended runs") { Query = ["namespace", .. RunLists], Answer = "WorkflowList" };
        yield return new("GET", One, Service, "GetArchivedWorkflow", "Read an ended run") { Query = Archives, Answer = "Workflow" };
        yield return new("DELETE", One, Service, "DeleteArchivedWorkflow", "Delete an ended run") { Query = Archives };
        yield return new("PUT", One + "/retry", Service, "RetryArchivedWorkflow", "Run what failed in an ended run again") { Body = "ActionBody", Answer = "Workflow" };
        yield return new("PUT", One + "/resubmit", Service, "ResubmitArchivedWorkflow", "Start a new run like an ended one") { Body = "ActionBody", Answer = "Workflow" };
        yield return new("GET", "/api/v1/archived-workflows-label-keys", Service, "ListArchivedWorkflowLabelKeys", "Keys of labels of runs") { Query = ["namespace"], Answer = "LabelsBody" };
        yield return new("GET", "/api/v1/archived-workflows-label-values", Service, "ListArchivedWorkflowLabelValues", "Values of a label of runs") { Query = ["namespace", "listOptions.labelSelector"], Answer = "LabelsBody" };
    }

    private static IEnumerable<ApiOperation> Definitions(ResourceKind kind, string service, string name, string words)
    {
        var all = ResourceRoutes.Collection(kind) + (ResourceRoutes.IsClusterWide(kind) ? "" : "/{namespace}");
        var one = all + "/{name}";
        // Argo writes bindings through Kubernetes alone.
        var writes = kind == ResourceKind.WorkflowEventBinding ? KreweService : service;
        var plural = kind == ResourceKind.EventSource ? "EventSources" : name + "s";
        if (!ResourceRoutes.IsClusterWide(kind))
        {
            yield return new("GET", ResourceRoutes.Collection(kind), KreweService, $"ListAll{plural}", $"List each {words} of all namespaces") { Query = Lists, Answer = name + "List" };
        }

        var isEvents = kind is ResourceKind.EventSource or ResourceKind.Sensor;
        yield return new("GET", all, service, $"List{plural}", $"List each {words}") { Query = Lists, Answer = name + "List" };
        yield return new("POST", all, writes, $"Create{name}", $"Store a {words}") { Body = name + "Body", Answer = name };
        yield return new("POST", all + "/lint", isEvents ? KreweService : writes, $"Lint{name}", $"Check a {words} without storing it") { Body = name + "Body", Answer = name };
        yield return new("GET", one, writes, $"Get{name}", $"Read a {words}") { Answer = name };
        yield return new("PUT", one, writes, $"Update{name}", $"Replace a {words}") { Body = name + "Body", Answer = name };
        yield return new("DELETE", one, writes, $"Delete{name}", $"Delete a {words}");
    }

    private static IEnumerable<ApiOperation> Streams(string path, string name, params string[] chosen)
    {
        yield return new("GET", $"/api/v1/stream/{path}/{{namespace}}", name + "Service", $"Watch{name}s", $"Changes of objects of Argo Events ({name})") { Query = Lists, Answer = "Any", IsStream = true };
        yield return new("GET", $"/api/v1/stream/{path}/{{namespace}}/logs", name + "Service", $"{name}sLogs", $"Logs of the pods of Argo Events ({name}); there are none without it") { Query = [.. EventLogs, .. chosen], Answer = "Any", IsStream = true };
    }

    private static IEnumerable<ApiOperation> Events()
    {
        const string One = EventRoutes.Deliveries + "/{namespace}/{id}";
        yield return new("POST", "/api/v1/events/{namespace}/{discriminator}", "EventService", "ReceiveEvent", "Receive an event or webhook: stored before it is answered") { Body = "Any" };
        yield return new("POST", "/api/v1/events/{namespace}", KreweService, "ReceiveEventWithoutDiscriminator", "Receive an event or webhook") { Body = "Any" };
        yield return new("GET", EventRoutes.Deliveries, KreweService, "ListEventDeliveries", "Received events and what came of each") { Query = ["namespace", "state", "limit", "continue"], Answer = "EventDeliveryList" };
        yield return new("GET", One, KreweService, "GetEventDelivery", "One received event") { Answer = "EventDelivery" };
        yield return new("POST", One + "/replay", KreweService, "ReplayEventDelivery", "Try an event's bindings again") { Answer = "EventDelivery" };
    }

    private static IEnumerable<ApiOperation> Syncs()
    {
        const string Service = "SyncService";
        const string All = "/api/v1/sync/{namespace}";
        const string One = All + "/{key}";
        string[] query = ["type", "cmName"];
        yield return new("GET", "/api/v1/sync", KreweService, "ListAllLocks", "Locks of all namespaces, who holds them and who waits") { Answer = "LockListBody" };
        yield return new("GET", All, KreweService, "ListLocks", "Locks of a namespace, who holds them and who waits") { Answer = "LockListBody" };
        yield return new("POST", All, Service, "CreateSyncLimit", "Set the limit of a semaphore") { Body = "SyncLimit", Answer = "SyncLimit" };
        yield return new("GET", One, Service, "GetSyncLimit", "Read the limit of a semaphore") { Query = query, Answer = "SyncLimit" };
        yield return new("PUT", One, Service, "UpdateSyncLimit", "Change the limit of a semaphore") { Body = "SyncLimit", Answer = "SyncLimit" };
        yield return new("DELETE", One, Service, "DeleteSyncLimit", "Remove the limit of a semaphore") { Query = query };
    }

    private static IEnumerable<ApiOperation> Server()
    {
        const string Service = "InfoService";
        yield return new("GET", "/api/v1/info", Service, "GetInfo", "What user interfaces need to know") { Answer = "ServerInfo" };
        yield return new("GET", "/api/v1/userinfo", Service, "GetUserInfo", "Who asks") { Answer = "UserInfoBody" };
        yield return new("GET", "/api/v1/version", Service, "GetVersion", "What the server is") { Answer = "VersionInfo" };
        yield return new("POST", "/api/v1/tracking/event", Service, "CollectEvent", "Note the use of a user interface") { Body = "Any" };
        yield return new("GET", "/metrics", KreweService, "GetMetrics", "Metrics in Prometheus' text format") { MediaType = "text/plain" };
        yield return new("GET", "/healthz", KreweService, "GetHealth", "Whether the server answers") { Answer = "HealthReport" };
        yield return new("GET", "/readyz", KreweService, "GetReadiness", "Whether it can be given work, and what is in the way (503)") { Answer = "HealthReport" };
        yield return new("GET", "/oauth2/redirect", KreweService, "BeginLogin", "Begin of single sign-on: sends a browser to the provider, and from there back to a page of this server") { Query = ["redirect"] };
        yield return new("GET", "/oauth2/callback", KreweService, "EndLogin", "End of single sign-on");
        yield return new("POST", "/oauth2/logout", KreweService, "Logout", "End the session of single sign-on") { Answer = "LogoutBody" };
        const string Tokens = "/api/krewe/v1/tokens";
        yield return new("GET", Tokens, KreweService, "ListTokens", "Tokens and what they allow") { Answer = "TokensBody" };
        yield return new("POST", Tokens, KreweService, "CreateToken", "Make a token; its text is shown this once") { Body = "CreateTokenRequest", Answer = "CreatedToken" };
        yield return new("DELETE", Tokens + "/{tokenName}", KreweService, "RevokeToken", "End a token");
        yield return new("POST", Tokens + "/verify", KreweService, "VerifyToken", "What a token allows") { Body = "Any", Answer = "Any" };
    }

    private static IEnumerable<ApiOperation> Artifacts()
    {
        const string Service = "ArtifactService";
        const string File = "application/octet-stream";
        const string Files = "/artifact-files/{namespace}/{discriminator}/{id}/{nodeId}/{direction}/{artifactName}";
        yield return new("GET", "/artifacts/{namespace}/{name}/{nodeId}/{artifactName}", Service, "GetOutputArtifact", "An output artifact") { MediaType = File };
        yield return new("GET", "/input-artifacts/{namespace}/{name}/{nodeId}/{artifactName}", Service, "GetInputArtifact", "An input artifact") { MediaType = File };
        yield return new("GET", "/artifacts-by-uid/{uid}/{nodeId}/{artifactName}", Service, "GetOutputArtifactByUID", "An output artifact of a run by uid") { MediaType = File };
        yield return new("GET", "/input-artifacts-by-uid/{uid}/{nodeId}/{artifactName}", Service, "GetInputArtifactByUID", "An input artifact of a run by uid") { MediaType = File };
        yield return new("POST", "/upload-artifacts/{namespace}/{templateName}/{artifactName}", KreweService, "UploadArtifact", "Upload a file (multipart/form-data, part \"file\") to be an argument of runs of a template") { Answer = nameof(UploadedArtifact) };
        yield return new("GET", Files, Service, "GetArtifactFile", "An artifact, or the list of a folder's files") { MediaType = File };
        yield return new("GET", Files + "/{path}", KreweService, "GetArtifactPart", "A file within an artifact that is a folder") { MediaType = File };
    }
}
