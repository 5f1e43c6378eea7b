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
