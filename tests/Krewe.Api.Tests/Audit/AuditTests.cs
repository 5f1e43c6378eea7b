using System.Text.Json.Nodes;
using Krewe.Client;

namespace Krewe.Api.Tests.Audit;

/// <summary>The log of who changed what, on a real server.</summary>
public sealed class AuditTests(GatewayFixture server)
{
    private const string Waiting = """{"workflow":{"metadata":{"generateName":"audited-"},"spec":{"entrypoint":"main","arguments":{"parameters":[{"name":"size","value":"big"},{"name":"db-password","value":"hunter2"}]},"templates":[{"name":"main","suspend":{}}]}}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Life_Of_A_Run_Is_Told()
    {
        using var editor = await ClientAsync("audit-life", AccessRole.Editor);
        var run = (await GatewayFixture.SendAsync(editor, HttpMethod.Post, "/api/v1/workflows/audit-life", Waiting)).Json!;
        var (name, uid) = ((string)run["metadata"]!["name"]!, (string)run["metadata"]!["uid"]!);
        await GatewayFixture.SendAsync(editor, HttpMethod.Put, $"/api/v1/workflows/audit-life/{name}/suspend", "{}");
        await GatewayFixture.SendAsync(editor, HttpMethod.Put, $"/api/v1/workflows/audit-life/{name}/stop", """{"message":"enough"}""");
        await GatewayFixture.SendAsync(editor, HttpMethod.Put, $"/api/v1/workflows/audit-life/{name}/set", """{"nodeFieldSelector":"nonsense"}""");
        await GatewayFixture.SendAsync(editor, HttpMethod.Delete, $"/api/v1/workflows/audit-life/{name}");

        var told = await ListAsync("namespace=audit-life&kind=workflows");

        Assert.Equal(["delete Done", "set Refused", "stop Done", "suspend Done", "create Done"], told.Select(entry => $"{entry["action"]} {entry["outcome"]}"));
        Assert.All(told, entry => Assert.Equal(("audit-life", "network", name, uid), ((string?)entry["actor"], (string?)entry["via"], (string?)entry["name"], (string?)entry["uid"])));
        var (created, stopped) = (await GetAsync(told[^1]), await GetAsync(told[2]));
        Assert.Equal(("big", "***"), ((string?)created["request"]!["arguments"]!["size"], (string?)created["request"]!["arguments"]!["db-password"]));
        Assert.Equal(("enough", true), ((string?)stopped["request"]!["message"], (bool?)stopped["before"]!["suspended"]));
        Assert.NotNull(stopped["after"]!["phase"]);
        Assert.Equal(["create"], (await ListAsync($"uid={uid}&before={Uri.EscapeDataString((string)told[3]["at"]!)}")).Select(entry => (string?)entry["action"]));
    }

    [Fact]
    public async Task Definitions_Are_Told_Before_And_After_And_Secrets_Are_Not()
    {
        using var editor = await ClientAsync("audit-definitions", AccessRole.Editor);
        await GatewayFixture.SendAsync(editor, HttpMethod.Post, "/api/v1/workflow-templates/audit-definitions", Template("echo one"));
        await GatewayFixture.SendAsync(editor, HttpMethod.Put, "/api/v1/workflow-templates/audit-definitions/lib", Template("echo two"));
        await GatewayFixture.SendAsync(editor, HttpMethod.Post, "/api/v1/workflow-templates/audit-definitions", Template("echo three"));
        await GatewayFixture.SendAsync(editor, HttpMethod.Delete, "/api/v1/workflow-templates/audit-definitions/lib");

        var told = await ListAsync("namespace=audit-definitions&kind=workflowtemplates&name=lib");

        Assert.Equal(["delete Done", "create Refused", "update Done", "create Done"], told.Select(entry => $"{entry["action"]} {entry["outcome"]}"));
        Assert.Contains("already exists", (string?)told[1]["message"], StringComparison.Ordinal);
        var updated = await GetAsync(told[2]);
        Assert.Contains("echo one", updated["before"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("echo two", updated["after"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", updated.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("db-credentials", updated["after"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null((await GetAsync(told[0]))["after"]);

        static string Template(string command) => $$$$"""
            {"template":{"metadata":{"name":"lib"},"spec":{"templates":[{"name":"main","container":{"image":"busybox","command":["sh","-c","{{{{command}}}}"],
              "env":[{"name":"API_TOKEN","value":"hunter2"},{"name":"PASSWORD","valueFrom":{"secretKeyRef":{"name":"db-credentials","key":"password"}}}]}}]}}}
            """;
    }

    [Fact]
    public async Task What_Is_Not_Allowed_Is_Told_Too()
    {
        using var viewer = await ClientAsync("audit-refused", AccessRole.Viewer);
        await GatewayFixture.SendAsync(viewer, HttpMethod.Post, "/api/v1/workflows/audit-refused", Waiting);
        await GatewayFixture.SendAsync(viewer, HttpMethod.Put, "/api/v1/workflows/audit-refused/some/terminate", "{}");
        await GatewayFixture.SendAsync(viewer, HttpMethod.Post, "/api/v1/workflows/audit-refused/lint", Waiting);
        await GatewayFixture.SendAsync(viewer, HttpMethod.Get, "/api/v1/workflows/elsewhere");
        await GatewayFixture.SendAsync(viewer, HttpMethod.Post, "/api/krewe/v1/tokens", """{"name":"mine","role":"Admin"}""");

        var told = await ListAsync("actor=audit-refused");

        Assert.Equal(["create tokens ", "terminate workflows some", "create workflows "], told.Select(entry => $"{entry["action"]} {entry["kind"]} {entry["name"]}"));
        Assert.All(told, entry => Assert.Equal("Refused", (string?)entry["outcome"]));
        Assert.Contains("needs the role", (string?)told[0]["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_And_Limits_Are_Told_And_Pages_Go_On()
    {
        var made = await server.SendAsync(HttpMethod.Post, "/api/krewe/v1/tokens", """{"name":"audited-token","role":"Runner","namespaces":["audit-tokens"]}""");
        await server.SendAsync(HttpMethod.Delete, "/api/krewe/v1/tokens/audited-token");
        await server.SendAsync(HttpMethod.Post, "/api/v1/sync/audit-tokens", """{"key":"lanes","type":"DATABASE","limit":3}""");
        await server.SendAsync(HttpMethod.Put, "/api/v1/sync/audit-tokens/lanes", """{"type":"DATABASE","limit":5}""");

        var first = (await server.SendAsync(HttpMethod.Get, "/api/krewe/v1/audit?actor=admin&kind=tokens&name=audited-token&limit=1")).Json!;
        var second = (await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/audit?actor=admin&kind=tokens&name=audited-token&limit=1&cursor={first["cursor"]}")).Json!;
        var limits = await ListAsync("kind=synclimits&name=lanes");

        Assert.Equal(("delete", "create"), ((string?)first["items"]![0]!["action"], (string?)second["items"]![0]!["action"]));
        Assert.Null(second["cursor"]);
        var created = await GetAsync(second["items"]![0]!);
        Assert.Equal("Runner", (string?)created["after"]!["role"]);
        Assert.DoesNotContain((string)made.Json!["text"]!, created.ToJsonString(), StringComparison.Ordinal);
        var raised = await GetAsync(limits[0]);
        Assert.Equal((3, 5), ((int?)raised["before"]!["limit"], (int?)raised["after"]!["limit"]));
    }

    [Fact]
    public async Task Log_Is_For_Administrators_And_Those_Of_A_Namespace_See_Theirs()
    {
        using var editor = await ClientAsync("audit-scope", AccessRole.Editor);
        using var admin = await server.ClientAsync(new CreateTokenRequest { Name = "audit-scope-admin", Role = AccessRole.Admin, Namespaces = ["audit-scope"] });
        await GatewayFixture.SendAsync(editor, HttpMethod.Post, "/api/v1/workflows/audit-scope", Waiting);
        var token = (await ListAsync("kind=tokens&name=audit-scope"))[0];

        var own = await GatewayFixture.SendAsync(admin, HttpMethod.Get, "/api/krewe/v1/audit");

        Assert.Equal(["audit-scope"], own.Json!["items"]!.AsArray().Select(entry => (string?)entry!["namespace"]).Distinct());
        Assert.Equal(403, (await GatewayFixture.SendAsync(admin, HttpMethod.Get, "/api/krewe/v1/audit?namespace=argo")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(admin, HttpMethod.Get, $"/api/krewe/v1/audit/{token["id"]}")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(editor, HttpMethod.Get, "/api/krewe/v1/audit?namespace=audit-scope")).Status);
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, "/api/krewe/v1/audit/none")).Status);
        Assert.Equal(400, (await server.SendAsync(HttpMethod.Get, "/api/krewe/v1/audit?outcome=maybe")).Status);
    }

    [Fact]
    public async Task Calls_By_GRPC_And_From_The_Process_Are_Told_By_Their_Doors()
    {
        using var grpc = await server.GrpcClientAsync(new CreateTokenRequest { Name = "audit-grpc", Role = AccessRole.Editor });
        await grpc.AskAsync("CreateWorkflow", Waiting.Replace("{\"workflow\"", "{\"namespace\":\"audit-grpc\",\"workflow\"", StringComparison.Ordinal), Token);
        await server.Workflows.CreateSyncLimitAsync(new SyncLimit { Namespace = "audit-process", Key = "k", Limit = 1 }, Token);

        var called = Assert.Single(await ListAsync("namespace=audit-grpc"));
        var local = Assert.Single(await ListAsync("namespace=audit-process"));

        Assert.Equal(("audit-grpc", "network", "Done"), ((string?)called["actor"], (string?)called["via"], (string?)called["outcome"]));
        Assert.Equal((Environment.UserName, "process"), ((string?)local["actor"], (string?)local["via"]));
    }

    private Task<HttpClient> ClientAsync(string name, AccessRole role) => server.ClientAsync(new CreateTokenRequest { Name = name, Role = role, Namespaces = [name] });

    private async Task<IReadOnlyList<JsonNode>> ListAsync(string query) =>
        [.. (await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/audit?{query}")).Json!["items"]!.AsArray().Select(entry => entry!)];

    private async Task<JsonNode> GetAsync(JsonNode entry) => (await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/audit/{entry["id"]}")).Json!;
}
