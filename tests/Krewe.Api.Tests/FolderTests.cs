using System.Text.Json.Nodes;
using Grpc.Core;
using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>Folders, and roles that hold in folders only, by all doors.</summary>
public sealed class FolderTests(GatewayFixture server) : IAsyncLifetime
{
    private const string Spec = """{"entrypoint":"main","templates":[{"name":"main","suspend":{}}]}""";
    private const string Cron = $$"""{"schedules":["0 0 1 1 *"],"workflowSpec":{{Spec}}}""";

    private readonly string _space = "folders-" + Guid.NewGuid().ToString("n")[..8];
    private HttpClient _editor = null!;
    private GrpcClient _rpc = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, folder) in new[] { ("mine", "team/ci"), ("deep", "team/ci/nightly"), ("theirs", "team/other"), ("near", "team/cinema"), ("loose", "") })
        {
            await MadeAsync(server.Http, "workflow-templates", "template", name, folder, Spec);
            await MadeAsync(server.Http, "cron-workflows", "cronWorkflow", name, folder, Cron);
            await SubmittedAsync(server.Http, name);
        }

        var grant = new CreateTokenRequest { Name = "ci-" + _space, Role = AccessRole.Editor, Namespaces = [_space], Folders = ["team/ci"] };
        _editor = await server.ClientAsync(grant);
        _rpc = await server.GrpcClientAsync(grant with { Name = "rpc-" + _space });
    }

    public ValueTask DisposeAsync()
    {
        _editor.Dispose();
        _rpc.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Runs_Lie_Where_Their_Template_Lies_And_Are_Found_There()
    {
        Assert.Equal(["deep", "mine"], await OriginsAsync(server.Http, "folder:team/ci"));
        Assert.Equal(["deep", "mine", "near", "theirs"], await OriginsAsync(server.Http, "folder:team"));
        Assert.Equal(["loose"], await OriginsAsync(server.Http, "-folder:*"));
        Assert.Equal(["deep"], await OriginsAsync(server.Http, "folder:team/*/nightly"));

        var folders = await GatewayFixture.SendAsync(server.Http, HttpMethod.Get, $"/api/krewe/v1/folders?namespace={_space}");
        Assert.Equal(
            ["team 4 4 4", "team/ci 2 2 2", "team/ci/nightly 1 1 1", "team/cinema 1 1 1", "team/other 1 1 1"],
            folders.Json!["items"]!.AsArray().Select(item => $"{item!["path"]} {item["runs"]} {item["workflowTemplates"]} {item["cronWorkflows"]}"));
    }

    [Theory]
    [InlineData("/team")]
    [InlineData("team//ci")]
    [InlineData("team/..")]
    [InlineData("te am")]
    public async Task Folder_That_Is_None_Is_Refused(string folder)
    {
        var made = await PostAsync(server.Http, "workflow-templates", "template", "wrong", folder, Spec);
        var token = await GatewayFixture.SendAsync(server.Http, HttpMethod.Post, "/api/krewe/v1/tokens", $$"""{"name":"wrong","role":"viewer","folders":["{{folder}}"]}""");

        Assert.Equal((400, 400), (made.Status, token.Status));
        Assert.Contains("is not a folder", made.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_Show_What_Lies_In_The_Callers_Folder_Only()
    {
        Assert.Equal(["deep", "mine"], await NamesAsync(_editor, $"/api/v1/workflow-templates/{_space}"));
        Assert.Equal(["deep", "mine"], await NamesAsync(_editor, $"/api/v1/cron-workflows/{_space}"));
        Assert.Equal(["deep", "mine"], await OriginsAsync(_editor, ""));
        Assert.Equal(["deep", "mine"], (await NamesAsync(_editor, $"/api/v1/workflows/{_space}")).Select(name => name.Split('-')[0]));
        var pipelines = await GatewayFixture.SendAsync(_editor, HttpMethod.Get, $"/api/krewe/v1/pipelines/{_space}?kind=WorkflowTemplate");
        Assert.Equal(["deep", "mine"], pipelines.Json!["items"]!.AsArray().Select(item => (string)item!["name"]!).Order(StringComparer.Ordinal));
        var folders = await GatewayFixture.SendAsync(_editor, HttpMethod.Get, "/api/krewe/v1/folders");
        Assert.Equal(["team 2", "team/ci 2", "team/ci/nightly 1"], folders.Json!["items"]!.AsArray().Select(item => $"{item!["path"]} {item["runs"]}"));
        var everywhere = await GatewayFixture.SendAsync(_editor, HttpMethod.Get, "/api/krewe/v1/runs?counts=true");
        Assert.Equal(2, everywhere.Json!["items"]!.AsArray().Count);
        var queue = await GatewayFixture.SendAsync(_editor, HttpMethod.Get, "/api/krewe/v1/queue");
        Assert.All(queue.Json!["items"]!.AsArray(), item => Assert.Matches("^(mine|deep)-", (string)item!["name"]!));

        var listed = await _rpc.AskAsync("ListWorkflows", $$"""{"namespace":"{{_space}}"}""", Token);
        Assert.Equal(2, listed["items"]!.AsArray().Count);
        var watched = await _rpc.FollowAsync("WatchWorkflows", $$"""{"namespace":"{{_space}}"}""", 2, Token);
        Assert.Equal(["deep", "mine"], watched.Select(update => ((string)update["object"]!["metadata"]!["name"]!).Split('-')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Things_In_Other_Folders_Are_Not_There()
    {
        foreach (var (name, status) in new[] { ("mine", 200), ("deep", 200), ("theirs", 404), ("near", 404), ("loose", 404) })
        {
            var run = await RunOfAsync(name);
            var uid = (await server.Workflows.GetAsync(new RunRef(_space, run), Token)).Metadata.Uid;
            string[] reads =
            [
                $"/api/v1/workflows/{_space}/{run}", $"/api/v1/workflows/{_space}/x?uid={uid}", $"/api/krewe/v1/runs/{_space}/{run}", $"/api/krewe/v1/runs/{_space}/{run}/nodes",
                $"/api/krewe/v1/runs/{_space}/{run}/timeline", $"/api/krewe/v1/runs/{_space}/{run}/failure", $"/api/krewe/v1/runs/{_space}/{run}/waiting", $"/api/v1/workflow-templates/{_space}/{name}",
                $"/api/v1/cron-workflows/{_space}/{name}", $"/api/v1/cron-workflows/{_space}/{name}/slots", $"/api/krewe/v1/pipelines/{_space}/WorkflowTemplate/{name}", $"/api/krewe/v1/pipelines/{_space}/WorkflowTemplate/{name}/runs",
                $"/api/krewe/v1/pipelines/{_space}/WorkflowTemplate/{name}/matrix",
            ];
            foreach (var path in reads)
            {
                Assert.Equal((path, status), (path, (await GatewayFixture.SendAsync(_editor, HttpMethod.Get, path)).Status));
            }

            foreach (var action in new[] { "suspend", "resume", "set", "stop", "terminate" })
            {
                var changed = await GatewayFixture.SendAsync(_editor, HttpMethod.Put, $"/api/v1/workflows/{_space}/{run}/{action}", """{"phase":"Succeeded","nodeFieldSelector":"displayName=x"}""");
                Assert.True(status == 200 ? changed.Status is 200 or 400 : changed.Status == 404, $"{action} {name}: {changed.Status} {changed.Text}");
            }

            Assert.Equal(status, (await GatewayFixture.SendAsync(_editor, HttpMethod.Put, $"/api/v1/cron-workflows/{_space}/{name}/suspend", "{}")).Status);
            Assert.Equal(status, (await GatewayFixture.SendAsync(_editor, HttpMethod.Post, $"/api/v1/workflows/{_space}/submit", $$"""{"resourceKind":"workflowtemplate","resourceName":"{{name}}"}""")).Status);
            await RpcAsync(status, "GetWorkflow", $$"""{"namespace":"{{_space}}","name":"{{run}}"}""");
            await RpcAsync(status, "DeleteWorkflow", $$"""{"namespace":"{{_space}}","name":"{{run}}"}""");
            await RpcAsync(status, "DeleteCronWorkflow", $$"""{"namespace":"{{_space}}","name":"{{name}}"}""");
            Assert.Equal(status, (await GatewayFixture.SendAsync(_editor, HttpMethod.Delete, $"/api/v1/workflow-templates/{_space}/{name}")).Status);
        }
    }

    [Fact]
    public async Task Moving_Takes_The_Right_On_Both_Sides_And_Is_Written_Down()
    {
        Assert.Equal(200, (await PutAsync(_editor, "mine", "team/ci/moved")).Status);
        Assert.Equal(403, (await PutAsync(_editor, "mine", "team/other")).Status);
        Assert.Equal(403, (await PutAsync(_editor, "mine", "")).Status);
        Assert.Equal(404, (await PutAsync(_editor, "theirs", "team/ci")).Status);
        Assert.Equal(200, (await PutAsync(server.Http, "theirs", "team/ci")).Status);
        Assert.Equal(["deep", "mine", "theirs"], await NamesAsync(_editor, $"/api/v1/workflow-templates/{_space}"));

        var log = await server.Workflows.ListAuditAsync(new AuditQuery { Namespace = _space, Actor = "ci-" + _space, Action = "update" }, Token);
        Assert.Equal(["Refused", "Refused", "Done"], log.Items.Select(entry => entry.Outcome));
        var moved = await server.Workflows.GetAuditAsync(log.Items[^1].Id, Token);
        Assert.Contains("team/ci/moved", moved.After!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_Things_Go_Where_The_Caller_May_And_Nowhere_Else()
    {
        var placed = await PostAsync(_editor, "workflow-templates", "template", "new", null, Spec);
        Assert.Equal("team/ci", FolderOf(placed.Json!));
        Assert.Equal(403, (await PostAsync(_editor, "workflow-templates", "template", "new-2", "team/other", Spec)).Status);
        Assert.Equal("team/ci", FolderOf((await RunAsync(_editor, null, Spec)).Json!));
        Assert.Equal("team/ci/x", FolderOf((await RunAsync(_editor, "team/ci/x", Spec)).Json!));
        Assert.Equal(403, (await RunAsync(_editor, "team/other", Spec)).Status);

        // Neither options nor what a template gives its runs lead out.
        var options = $$"""{"resourceKind":"workflowtemplate","resourceName":"mine","submitOptions":{"annotations":"workflows.krewe.dev/folder=team/other"} }""";
        Assert.Equal(403, (await GatewayFixture.SendAsync(_editor, HttpMethod.Post, $"/api/v1/workflows/{_space}/submit", options)).Status);
        var given = await PostAsync(_editor, "workflow-templates", "template", "giving", null, """{"entrypoint":"main","workflowMetadata":{"annotations":{"workflows.krewe.dev/folder":"team/other"}},"templates":[{"name":"main","suspend":{}}]}""");
        Assert.Equal(200, given.Status);
        Assert.Equal("team/ci", FolderOf((await SubmittedAsync(_editor, "giving")).Json!));
    }

    [Fact]
    public async Task Templates_Of_Other_Folders_Cannot_Be_Used_By_Any_Way()
    {
        string Uses(string template) => $$$"""{"entrypoint":"main","templates":[{"name":"main","steps":[[{"name":"a","templateRef":{"name":"{{{template}}}","template":"main"} }]]}]}""";
        Assert.Equal(200, (await RunAsync(_editor, null, Uses("deep"))).Status);
        Assert.Equal(400, (await RunAsync(_editor, null, Uses("theirs"))).Status);
        Assert.Equal(403, (await RunAsync(_editor, null, Uses("{{workflow.parameters.which}}"))).Status);
        Assert.Equal(400, (await RunAsync(_editor, null, """{"workflowTemplateRef":{"name":"theirs"}}""")).Status);
        Assert.Equal(400, (await PostAsync(_editor, "workflow-templates", "template", "user", null, Uses("theirs"))).Status);
        Assert.Equal(400, (await PostAsync(_editor, "cron-workflows", "cronWorkflow", "user", null, """{"schedules":["0 0 1 1 *"],"workflowSpec":{"workflowTemplateRef":{"name":"theirs"}}}""")).Status);
        Assert.Equal(400, (await PostAsync(_editor, "workflow-event-bindings", "workflowEventBinding", "user", null, """{"event":{"selector":"true"},"submit":{"workflowTemplateRef":{"name":"theirs"}}}""")).Status);
    }

    [Theory]
    [InlineData("GET", "/api/v1/workflows")]
    [InlineData("GET", "/api/v1/cron-workflows")]
    [InlineData("GET", "/api/v1/sync/@")]
    [InlineData("POST", "/api/v1/sync/@")]
    [InlineData("GET", "/api/krewe/v1/audit?namespace=@")]
    [InlineData("GET", "/api/krewe/v1/event-deliveries?namespace=@")]
    [InlineData("GET", "/api/krewe/v1/tokens")]
    [InlineData("GET", "/api/v1/archived-workflows-label-keys?namespace=@")]
    [InlineData("GET", "/api/v1/workflows/argo")]
    [InlineData("POST", "/api/v1/events/@/x")]
    public async Task What_Lies_In_No_Folder_Takes_A_Role_In_The_Whole_Namespace(string method, string path)
    {
        var answer = await GatewayFixture.SendAsync(_editor, new HttpMethod(method), path.Replace("@", _space, StringComparison.Ordinal), method == "POST" ? """{"key":"x","limit":1,"type":"DATABASE"}""" : null);

        Assert.Equal((path, 403), (path, answer.Status));
    }

    /// <summary>What the caller does not see takes no room on a page.</summary>
    [Fact]
    public async Task Pages_Of_Runs_Are_Full()
    {
        // The newest three are of others, and those of the template begin and end with one of theirs.
        foreach (var folder in new[] { "team/other", "team/other", "team/ci", "team/other" })
        {
            var options = $$"""{"resourceKind":"workflowtemplate","resourceName":"mine","submitOptions":{"annotations":"workflows.krewe.dev/folder={{folder}}"} }""";
            Assert.Equal(200, (await server.SendAsync(HttpMethod.Post, $"/api/v1/workflows/{_space}/submit", options)).Status);
        }

        var rows = (await GatewayFixture.SendAsync(_editor, HttpMethod.Get, $"/api/krewe/v1/runs?namespace={_space}&limit=2")).Json!;
        var list = (await GatewayFixture.SendAsync(_editor, HttpMethod.Get, $"/api/krewe/v1/workflows?namespace={_space}&filter=&listOptions.limit=2")).Json!;
        Assert.Equal((2, 2), (rows["items"]!.AsArray().Count, list["items"]!.AsArray().Count));
        Assert.NotNull(rows["cursor"]);
        Assert.NotNull(list["metadata"]!["continue"]);

        Assert.Equal("4,1 - -", await HistoryAsync("limit=2"));
        Assert.Equal("4 4 -", await HistoryAsync("limit=1"));
        Assert.Equal("1 - 3", await HistoryAsync("limit=1&before=4"));
        Assert.Equal("4 2 -", await HistoryAsync("limit=1&after=1"));
        Assert.Equal("1 1 1", await HistoryAsync("limit=1&after=0"));
        Assert.Equal(400, (await GatewayFixture.SendAsync(_editor, HttpMethod.Get, $"/api/krewe/v1/pipelines/{_space}/WorkflowTemplate/mine/runs?limit=0")).Status);

        async Task<string> HistoryAsync(string query)
        {
            var page = (await GatewayFixture.SendAsync(_editor, HttpMethod.Get, $"/api/krewe/v1/pipelines/{_space}/WorkflowTemplate/mine/runs?{query}")).Json!;
            return $"{string.Join(',', page["items"]!.AsArray().Select(run => (int)run!["number"]!))} {page["older"]?.ToString() ?? "-"} {page["newer"]?.ToString() ?? "-"}";
        }
    }

    [Fact]
    public async Task Role_In_A_Folder_Is_No_More_Than_It_Says()
    {
        using var viewer = await server.ClientAsync(new CreateTokenRequest { Name = "view-" + _space, Role = AccessRole.Viewer, Namespaces = [_space], Folders = ["team/ci"] });
        var run = await RunOfAsync("mine");

        Assert.Equal(200, (await GatewayFixture.SendAsync(viewer, HttpMethod.Get, $"/api/v1/workflows/{_space}/{run}")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(viewer, HttpMethod.Put, $"/api/v1/workflows/{_space}/{run}/stop", "{}")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(viewer, HttpMethod.Delete, $"/api/v1/workflow-templates/{_space}/mine")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(viewer, HttpMethod.Post, $"/api/v1/workflows/{_space}/submit", """{"resourceKind":"workflowtemplate","resourceName":"mine"}""")).Status);
    }

    private static string? FolderOf(JsonNode made) => (string?)made["metadata"]!["annotations"]?["workflows.krewe.dev/folder"];

    private static string Metadata(string name, string? folder) =>
        folder is null ? $$"""{"name":"{{name}}"}""" : $$$"""{"name":"{{{name}}}","annotations":{"workflows.krewe.dev/folder":"{{{folder}}}"}}""";

    private static async Task<List<string>> NamesAsync(HttpClient http, string path) =>
        [.. ((await GatewayFixture.SendAsync(http, HttpMethod.Get, path)).Json!["items"]?.AsArray() ?? []).Select(item => (string)item!["metadata"]!["name"]!).Order(StringComparer.Ordinal)];

    private async Task<List<string>> OriginsAsync(HttpClient http, string filter)
    {
        var rows = await GatewayFixture.SendAsync(http, HttpMethod.Get, $"/api/krewe/v1/runs?namespace={_space}&filter={Uri.EscapeDataString(filter)}");
        return [.. rows.Json!["items"]!.AsArray().Select(row => (string)row!["workflowTemplate"]!).Order(StringComparer.Ordinal)];
    }

    private async Task<string> RunOfAsync(string template) =>
        (await server.Workflows.ListRowsAsync(new RunRowsQuery { Namespace = _space, Filter = "template:" + template }, Token)).Items[0].Name;

    private Task<Answer> PostAsync(HttpClient http, string collection, string key, string name, string? folder, string spec) =>
        GatewayFixture.SendAsync(http, HttpMethod.Post, $"/api/v1/{collection}/{_space}", $$"""{"{{key}}":{"metadata":{{Metadata(name, folder)}},"spec":{{spec}} } }""");

    private Task<Answer> PutAsync(HttpClient http, string name, string folder) =>
        GatewayFixture.SendAsync(http, HttpMethod.Put, $"/api/v1/workflow-templates/{_space}/{name}", $$"""{"template":{"metadata":{{Metadata(name, folder)}},"spec":{{Spec}} } }""");

    private Task<Answer> RunAsync(HttpClient http, string? folder, string spec) => GatewayFixture.SendAsync(
        http,
        HttpMethod.Post,
        $"/api/v1/workflows/{_space}",
        $$"""{"workflow":{"metadata":{{Metadata("run-" + Guid.NewGuid().ToString("n")[..8], folder)}},"spec":{{spec}} } }""");

    private async Task MadeAsync(HttpClient http, string collection, string key, string name, string folder, string spec) =>
        Assert.Equal(200, (await PostAsync(http, collection, key, name, folder, spec)).Status);

    private async Task<Answer> SubmittedAsync(HttpClient http, string template)
    {
        var run = await GatewayFixture.SendAsync(http, HttpMethod.Post, $"/api/v1/workflows/{_space}/submit", $$"""{"resourceKind":"workflowtemplate","resourceName":"{{template}}"}""");
        Assert.Equal(200, run.Status);
        return run;
    }

    private async Task RpcAsync(int status, string method, string request)
    {
        if (status == 200)
        {
            await _rpc.AskAsync(method, request, Token);
            return;
        }

        Assert.Equal((method, StatusCode.NotFound), (method, (await Assert.ThrowsAsync<RpcException>(() => _rpc.AskAsync(method, request, Token))).StatusCode));
    }
}
