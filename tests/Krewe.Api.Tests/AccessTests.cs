using System.Net;
using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>Who may do what, and that nobody comes in who should not.</summary>
public sealed class AccessTests(GatewayFixture server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("krewe_admin_0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Request_Without_A_Valid_Token_Is_Unauthenticated(string? token)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        if (token is not null)
        {
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        var list = await GatewayFixture.SendAsync(http, HttpMethod.Get, "/api/v1/workflows/argo");
        var template = await GatewayFixture.SendAsync(http, HttpMethod.Get, "/api/v1/cluster-workflow-templates");

        Assert.Equal((401, 401), (list.Status, template.Status));
        Assert.Equal(16, (int)list.Json!["code"]!);
    }

    [Fact]
    public async Task Roles_Allow_What_They_Say_In_Their_Namespace_Only()
    {
        using var viewer = await server.ClientAsync(new CreateTokenRequest { Name = "viewer", Role = AccessRole.Viewer, Namespaces = ["argo"] });
        using var runner = await server.ClientAsync(new CreateTokenRequest { Name = "runner", Role = AccessRole.Runner, Namespaces = ["argo"] });
        using var editor = await server.ClientAsync(new CreateTokenRequest { Name = "editor", Role = AccessRole.Editor, Namespaces = ["argo"] });
        var create = $$"""{"workflow":{{GatewayFixture.Manifest("roles-")}}}""";

        Assert.Equal(200, (await GatewayFixture.SendAsync(viewer, HttpMethod.Get, "/api/v1/workflows/argo")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(viewer, HttpMethod.Put, $"/api/v1/workflows/argo/{server.FinishedName}/resubmit", "{}")).Status);
        Assert.Equal(200, (await GatewayFixture.SendAsync(runner, HttpMethod.Put, $"/api/v1/workflows/argo/{server.FinishedName}/resubmit", "{}")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(runner, HttpMethod.Post, "/api/v1/workflows/argo", create)).Status);
        Assert.Equal(200, (await GatewayFixture.SendAsync(editor, HttpMethod.Post, "/api/v1/workflows/argo", create)).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(editor, HttpMethod.Post, "/api/v1/cluster-workflow-templates", "{}")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(editor, HttpMethod.Get, "/api/krewe/v1/tokens")).Status);
    }

    /// <summary>A namespace that the caller adds to an address which has no use for one must not open it.</summary>
    [Theory]
    [InlineData("GET", "/api/krewe/v1/tokens")]
    [InlineData("POST", "/api/krewe/v1/tokens")]
    [InlineData("GET", "/api/v1/workflows")]
    [InlineData("GET", "/api/v1/cron-workflows")]
    [InlineData("GET", "/api/v1/sync")]
    [InlineData("POST", "/api/v1/cluster-workflow-templates")]
    public async Task Namespace_In_The_Query_Opens_Nothing_That_Is_Not_Of_It(string method, string path)
    {
        using var admin = await server.ClientAsync(new CreateTokenRequest { Name = "query-" + Guid.NewGuid().ToString("n"), Role = AccessRole.Admin, Namespaces = ["mine"] });

        var answer = await GatewayFixture.SendAsync(admin, new HttpMethod(method), path + "?namespace=mine", method == "POST" ? """{"name":"stolen","role":"Admin"}""" : null);

        Assert.Equal(403, answer.Status);
    }

    [Fact]
    public async Task Objects_Say_Who_Made_Them()
    {
        using var editor = await server.ClientAsync(new CreateTokenRequest { Name = "_somebody.else_", Role = AccessRole.Editor, Namespaces = ["argo"] });
        const string Label = "workflows.argoproj.io/creator";
        var forged = GatewayFixture.Manifest("made-").Replace("\"team\":\"pay\"", $"\"{Label}\":\"the-boss\"", StringComparison.Ordinal);

        var run = await GatewayFixture.SendAsync(editor, HttpMethod.Post, "/api/v1/workflows/argo", $$"""{"workflow":{{forged}}}""");
        var template = await GatewayFixture.SendAsync(editor, HttpMethod.Post, "/api/v1/workflow-templates/argo", $$"""{"template":{{forged}}}""");
        var body = $$$"""{"resourceKind":"WorkflowTemplate","resourceName":"{{{(string)template.Json!["metadata"]!["name"]!}}}","submitOptions":{"labels":"a=b,{{{Label}}}=the-boss"}}""";
        var submitted = await GatewayFixture.SendAsync(editor, HttpMethod.Post, "/api/v1/workflows/argo/submit", body);

        foreach (var made in new[] { run, template, submitted })
        {
            Assert.Equal("somebody.else", (string?)made.Json!["metadata"]!["labels"]![Label]);
        }

        Assert.Equal("b", (string?)submitted.Json!["metadata"]!["labels"]!["a"]);
    }

    /// <summary>They name folders and commands of the server's machine.</summary>
    [Fact]
    public async Task Settings_Of_Steps_Are_Taken_From_Administrators_Only()
    {
        using var editor = await server.ClientAsync(new CreateTokenRequest { Name = "settings-editor", Role = AccessRole.Editor });
        var create = $$$$"""{"workflow":{{{{GatewayFixture.Manifest("settings-")}}}},"krewe":{"settings":{"secretsDirectory":"/etc"}}}""";
        const string Submit = """{"resourceKind":"workflowtemplate","resourceName":"x","krewe":{"settings":{"shims":{"busybox":"sh"}}}}""";

        var created = await GatewayFixture.SendAsync(editor, HttpMethod.Post, "/api/v1/workflows/argo", create);
        var submitted = await GatewayFixture.SendAsync(editor, HttpMethod.Post, "/api/v1/workflows/argo/submit", Submit);

        Assert.Equal((403, 403), (created.Status, submitted.Status));
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Post, "/api/v1/workflows/argo", create)).Status);
    }

    [Theory]
    [InlineData("GET", "/api/v1/workflows/argo")]
    [InlineData("GET", "/api/v1/workflows/")]
    [InlineData("GET", "/api/v1/archived-workflows")]
    [InlineData("GET", "/api/v1/archived-workflows?namespace=argo")]
    [InlineData("GET", "/api/v1/archived-workflows/@uid")]
    [InlineData("GET", "/api/v1/workflows/other/x?uid=@uid")]
    [InlineData("PUT", "/api/v1/archived-workflows/@uid/resubmit")]
    [InlineData("DELETE", "/api/v1/archived-workflows/@uid")]
    [InlineData("GET", "/artifacts-by-uid/@uid/@uid/x")]
    [InlineData("GET", "/api/v1/workflow-events/argo")]
    [InlineData("GET", "/api/v1/workflows/other/x/log?uid=@uid")]
    public async Task Token_Of_Another_Namespace_Reaches_Nothing(string method, string path)
    {
        using var stranger = await server.ClientAsync(new CreateTokenRequest { Name = "stranger-" + Guid.NewGuid().ToString("n")[..8], Role = AccessRole.Editor, Namespaces = ["other"] });

        var answer = await GatewayFixture.SendAsync(stranger, new HttpMethod(method), path.Replace("@uid", server.FinishedUid, StringComparison.Ordinal), method == "PUT" ? "{}" : null);

        Assert.Equal(403, answer.Status);
    }

    [Fact]
    public async Task Selector_Does_Not_Lead_Out_Of_The_Namespace()
    {
        using var stranger = await server.ClientAsync(new CreateTokenRequest { Name = "selector", Role = AccessRole.Viewer, Namespaces = ["other"] });

        var answer = await GatewayFixture.SendAsync(stranger, HttpMethod.Get, "/api/v1/workflows/other?listOptions.fieldSelector=metadata.namespace=argo");

        Assert.Equal(200, answer.Status);
        Assert.Null(answer.Json!["items"]);
    }

    [Fact]
    public async Task Object_Of_Another_Namespace_Is_Refused()
    {
        const string elsewhere = """{"workflow":{"metadata":{"generateName":"x-","namespace":"other"},"spec":{"entrypoint":"main","templates":[{"name":"main","suspend":{}}]}}}""";

        var answer = await server.SendAsync(HttpMethod.Post, "/api/v1/workflows/argo", elsewhere);

        Assert.Equal(400, answer.Status);
        Assert.Contains("does not match the namespace sent on the request", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_Ends_When_It_Is_Revoked()
    {
        using var http = await server.ClientAsync(new CreateTokenRequest { Name = "short", Role = AccessRole.Viewer });
        var before = await GatewayFixture.SendAsync(http, HttpMethod.Get, "/api/v1/userinfo");

        await server.Workflows.RevokeTokenAsync("short", Token);

        Assert.Equal(("short", 200), ((string?)before.Json!["subject"], before.Status));
        Assert.Equal(401, (await GatewayFixture.SendAsync(http, HttpMethod.Get, "/api/v1/userinfo")).Status);
    }

    [Fact]
    public async Task Gateway_Refuses_An_Open_Door_To_Other_Machines()
    {
        var open = new GatewayOptions { Address = IPAddress.Any, Port = 0 };
        var anonymous = new GatewayOptions { Address = IPAddress.Any, Port = 0, Authentication = GatewayAuthentication.Server };

        Assert.Contains("--auth-mode client", (await Assert.ThrowsAsync<KreweException>(() => HttpGateway.StartAsync(server.Workflows, open, Token))).Message, StringComparison.Ordinal);
        Assert.Contains("--anonymous-role", (await Assert.ThrowsAsync<KreweException>(() => HttpGateway.StartAsync(server.Workflows, anonymous, Token))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Host", "evil.example", 403)]
    [InlineData("Host", "localhost:1234", 200)]
    public async Task Pages_Of_Others_Cannot_Use_A_Server_That_Asks_For_No_Token(string header, string value, int status)
    {
        await using var gateway = await HttpGateway.StartAsync(server.Workflows, new GatewayOptions { Port = 0 }, Token);
        using var http = new HttpClient { BaseAddress = gateway.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/version");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await http.SendAsync(request, Token);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
    }

    [Fact]
    public async Task Too_Many_Requests_Are_Turned_Away()
    {
        await using var gateway = await HttpGateway.StartAsync(server.Workflows, new GatewayOptions { Port = 0, RequestsPerSecond = 1 }, Token);
        using var http = new HttpClient { BaseAddress = gateway.Address };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => GatewayFixture.SendAsync(http, HttpMethod.Get, "/api/v1/version")));

        Assert.Contains(answers, answer => answer.Status == 429 && (int)answer.Json!["code"]! == 8);
        Assert.Contains(answers, answer => answer.Status == 200);
    }
}
