using System.Text.Json.Nodes;
using Krewe.Client;

namespace Krewe.Api.Tests.Views;

/// <summary>Saved views and favourites, on a real server.</summary>
public sealed class ViewTests(GatewayFixture server)
{
    private const string Mine = """{"filter":"status:failed creator:me","sort":"-finished","columns":["name","label.team"]}""";

    [Fact]
    public async Task Views_Are_Ones_Own_Or_Shared()
    {
        using var ann = await ClientAsync("views-ann", AccessRole.Editor);
        using var bob = await ClientAsync("views-bob", AccessRole.Editor);
        await PutAsync(ann, "mine", Mine);
        await PutAsync(ann, "ours", """{"filter":"label:team=views","shared":true,"owner":"forged"}""");

        Assert.Equal(["mine", "ours"], Names(await ListAsync(ann)));
        var seen = Assert.Single(await ListAsync(bob), view => (string?)view["owner"] == "views-ann");
        Assert.Equal(("ours", "label:team=views", true), ((string?)seen["name"], (string?)seen["filter"], (bool?)seen["shared"]));
        Assert.Equal(403, (await GatewayFixture.SendAsync(bob, HttpMethod.Put, "/api/krewe/v1/views/ours", """{"filter":"","shared":true}""")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(bob, HttpMethod.Delete, "/api/krewe/v1/views/ours?shared=true")).Status);
        Assert.Equal(404, (await GatewayFixture.SendAsync(bob, HttpMethod.Delete, "/api/krewe/v1/views/mine")).Status);

        Assert.Equal("views-ann", (string?)(await server.SendAsync(HttpMethod.Put, "/api/krewe/v1/views/ours", """{"filter":"label:team=admin","shared":true}""")).Json!["owner"]);
        Assert.Equal(200, (await GatewayFixture.SendAsync(ann, HttpMethod.Delete, "/api/krewe/v1/views/ours?shared=true")).Status);
        Assert.Equal(["mine"], Names(await ListAsync(ann)));
        var told = await server.SendAsync(HttpMethod.Get, "/api/krewe/v1/audit?kind=views&name=ours");
        Assert.Equal(["delete Done", "update Done", "delete Refused", "update Refused", "update Done"], told.Json!["items"]!.AsArray().Select(entry => $"{entry!["action"]} {entry["outcome"]}"));
    }

    [Theory]
    [InlineData("bad", """{"filter":"staus:failed"}""", "did you mean")]
    [InlineData("bad", """{"sort":"size"}""", "sort: ")]
    [InlineData("bad", """{"columns":[""]}""", "columns")]
    [InlineData("bad", """{"folder":"team//ci","namespace":"argo"}""", "folder: ")]
    [InlineData("bad", """{"folder":"team"}""", "namespace: ")]
    [InlineData("bad", """{"namespace":"argo"}""", "folder: ")]
    public async Task Views_That_Mean_Nothing_Are_Refused(string name, string body, string part)
    {
        var answer = await server.SendAsync(HttpMethod.Put, $"/api/krewe/v1/views/{name}", body);

        Assert.Equal(400, answer.Status);
        Assert.Contains(part, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewers_Keep_Views_To_Themselves()
    {
        using var viewer = await ClientAsync("views-viewer", AccessRole.Viewer);

        Assert.Equal(403, (await GatewayFixture.SendAsync(viewer, HttpMethod.Put, "/api/krewe/v1/views/all", """{"shared":true}""")).Status);
        await PutAsync(viewer, "all", "{}");
        Assert.Contains("all", Names(await ListAsync(viewer)));
    }

    [Fact]
    public async Task Favourites_Are_Each_Users_Own()
    {
        using var ann = await ClientAsync("favourites-ann", AccessRole.Viewer);
        using var bob = await ClientAsync("favourites-bob", AccessRole.Viewer);
        foreach (var path in new[] { "workflowtemplates/build?namespace=a", "views/mine", "workflowtemplates/build?namespace=a", "cronworkflows/nightly?namespace=a" })
        {
            Assert.Equal(200, (await GatewayFixture.SendAsync(ann, HttpMethod.Put, $"/api/krewe/v1/favourites/{path}")).Status);
        }

        await GatewayFixture.SendAsync(ann, HttpMethod.Delete, "/api/krewe/v1/favourites/views/mine");

        Assert.Equal(["workflowtemplates a build", "cronworkflows a nightly"], (await FavouritesAsync(ann)).Select(item => $"{item["kind"]} {item["namespace"]} {item["name"]}"));
        Assert.Empty(await FavouritesAsync(bob));
    }

    [Fact]
    public async Task Views_In_A_Folder_Are_Of_Those_Who_See_It_And_Changed_By_Its_Editors()
    {
        const string Space = "views-folders";
        using var editor = await FolderClientAsync("folders-editor", AccessRole.Editor, "team/ci");
        using var viewer = await FolderClientAsync("folders-viewer", AccessRole.Viewer, "team");
        using var stranger = await FolderClientAsync("folders-stranger", AccessRole.Editor, "team/cinema");
        using var whole = await server.ClientAsync(new CreateTokenRequest { Name = "folders-whole", Role = AccessRole.Editor, Namespaces = [Space] });
        using var elsewhere = await server.ClientAsync(new CreateTokenRequest { Name = "folders-elsewhere", Role = AccessRole.Editor, Namespaces = ["views-elsewhere"] });
        const string InCi = $$"""{"filter":"status:failed","folder":"team/ci","namespace":"{{Space}}"}""";
        const string Deep = $$"""{"filter":"status:error","folder":"team/ci/deep","namespace":"{{Space}}"}""";
        const string Path = "/api/krewe/v1/views/red";
        const string PathInCi = $"{Path}?namespace={Space}&folder=team/ci";

        // One name in two folders: two views.
        var saved = await GatewayFixture.SendAsync(editor, HttpMethod.Put, Path, InCi);
        Assert.Equal((200, "team/ci", true, "folders-editor"), (saved.Status, (string?)saved.Json!["folder"], (bool?)saved.Json["shared"], (string?)saved.Json["owner"]));
        Assert.Equal(200, (await GatewayFixture.SendAsync(whole, HttpMethod.Put, Path, Deep)).Status);
        foreach (var http in new[] { editor, viewer, whole, server.Http })
        {
            Assert.Equal(["team/ci red", "team/ci/deep red"], await PlacesAsync(http, $"?namespace={Space}"));
            Assert.Equal(["team/ci red", "team/ci/deep red"], await PlacesAsync(http, "?folder=team/ci"));
            Assert.Equal(["team/ci/deep red"], await PlacesAsync(http, "?folder=team/ci/deep"));
            Assert.Equal(["team/ci red", "team/ci/deep red"], (await PlacesAsync(http, "")).Where(place => place.EndsWith(" red", StringComparison.Ordinal)));
        }

        Assert.Empty(await PlacesAsync(stranger, $"?namespace={Space}"));
        Assert.DoesNotContain("team/ci red", await PlacesAsync(elsewhere, ""));
        Assert.Equal(403, (await GatewayFixture.SendAsync(elsewhere, HttpMethod.Get, $"/api/krewe/v1/views?namespace={Space}")).Status);

        // Whoever edits the folder changes it, and the one who saved it first stays its owner; nobody else does.
        var changed = await GatewayFixture.SendAsync(whole, HttpMethod.Put, Path, InCi.Replace("failed", "running", StringComparison.Ordinal));
        Assert.Equal((200, "folders-editor"), (changed.Status, (string?)changed.Json!["owner"]));
        foreach (var http in new[] { viewer, stranger, elsewhere })
        {
            Assert.Equal(403, (await GatewayFixture.SendAsync(http, HttpMethod.Put, Path, InCi)).Status);
            Assert.Equal(403, (await GatewayFixture.SendAsync(http, HttpMethod.Delete, PathInCi)).Status);
        }

        var folders = await GatewayFixture.SendAsync(viewer, HttpMethod.Get, $"/api/krewe/v1/folders?namespace={Space}");
        Assert.Equal(["team 2", "team/ci 2", "team/ci/deep 1"], folders.Json!["items"]!.AsArray().Select(item => $"{item!["path"]} {item["views"]}"));
        Assert.Equal(200, (await GatewayFixture.SendAsync(editor, HttpMethod.Delete, PathInCi)).Status);
        Assert.Equal(404, (await GatewayFixture.SendAsync(editor, HttpMethod.Delete, PathInCi)).Status);
        Assert.Equal(["team/ci/deep red"], await PlacesAsync(whole, $"?namespace={Space}"));

        var told = await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/audit?kind=views&name=red&namespace={Space}");
        Assert.Equal(["delete Refused", "delete Done", "update Done", "update Done", "update Done"], told.Json!["items"]!.AsArray().Select(entry => $"{entry!["action"]} {entry["outcome"]}"));
        var update = await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/audit/{told.Json["items"]![2]!["id"]}");
        Assert.Equal(("status:failed", "status:running"), ((string?)update.Json!["before"]!["filter"], (string?)update.Json["after"]!["filter"]));

        Task<HttpClient> FolderClientAsync(string name, AccessRole role, string folder) => server.ClientAsync(new CreateTokenRequest { Name = name, Role = role, Namespaces = [Space], Folders = [folder] });
    }

    [Fact]
    public async Task Views_In_Folders_Go_Through_The_Client()
    {
        var token = await server.Workflows.CreateTokenAsync(new CreateTokenRequest { Name = "views-client", Role = AccessRole.Editor, Namespaces = ["views-client"] }, TestContext.Current.CancellationToken);
        await using var client = new RemoteWorkflowService(new ServerAddress { Address = server.Address, Token = token.Text });
        var view = new SavedView { Name = "a view", Filter = "status:failed", Namespace = "views-client", Folder = "team" };

        var kept = await client.PutViewAsync(view, cancellationToken: TestContext.Current.CancellationToken);
        var listed = await client.ListViewsAsync(new ViewsQuery { Namespace = "views-client", Folder = "team" }, TestContext.Current.CancellationToken);
        await client.DeleteViewAsync(ViewRef.Of(kept), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(view with { Shared = true, Owner = "views-client" }, Assert.Single(listed));
        Assert.Empty(await client.ListViewsAsync(new ViewsQuery { Namespace = "views-client" }, TestContext.Current.CancellationToken));
    }

    private async Task<IReadOnlyList<string>> PlacesAsync(HttpClient http, string query)
    {
        var answer = await GatewayFixture.SendAsync(http, HttpMethod.Get, "/api/krewe/v1/views" + query);
        Assert.Empty(server.Api.Problems(HttpMethod.Get, "/api/krewe/v1/views", answer.Text));
        return [.. answer.Json!["items"]!.AsArray().Select(view => $"{view!["folder"]} {view["name"]}")];
    }

    private Task<HttpClient> ClientAsync(string name, AccessRole role) => server.ClientAsync(new CreateTokenRequest { Name = name, Role = role, Namespaces = [name] });

    private static async Task PutAsync(HttpClient http, string name, string body) =>
        Assert.Equal(200, (await GatewayFixture.SendAsync(http, HttpMethod.Put, $"/api/krewe/v1/views/{name}", body)).Status);

    private static async Task<IReadOnlyList<JsonNode>> ListAsync(HttpClient http) => [.. (await GatewayFixture.SendAsync(http, HttpMethod.Get, "/api/krewe/v1/views")).Json!["items"]!.AsArray().Select(view => view!)];

    private async Task<IReadOnlyList<JsonNode>> FavouritesAsync(HttpClient http)
    {
        var answer = await GatewayFixture.SendAsync(http, HttpMethod.Get, "/api/krewe/v1/favourites");
        Assert.Empty(server.Api.Problems(HttpMethod.Get, "/api/krewe/v1/favourites", answer.Text));
        return [.. answer.Json!["items"]!.AsArray().Select(item => item!)];
    }

    private static IEnumerable<string?> Names(IEnumerable<JsonNode> views) => views.Select(view => (string?)view["name"]);
}
