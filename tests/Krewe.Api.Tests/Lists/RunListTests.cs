using System.Text.Json.Nodes;
using Krewe.Client;

namespace Krewe.Api.Tests.Lists;

/// <summary>Lists of runs by the filter language, on a real server.</summary>
public sealed class RunListTests(GatewayFixture server)
{
    private const string Space = "filtered";

    [Fact]
    public async Task Rows_Are_Filtered_Counted_Ordered_And_Paged()
    {
        var made = await MakeAsync();

        var first = await RowsAsync("filter=label:stage=list status:active&sort=name&limit=2&counts=true");
        var second = await RowsAsync($"filter=label:stage=list status:active&sort=name&limit=2&cursor={first["cursor"]}");
        var one = await RowsAsync("filter=param.size:b*,huge -name:list-c");

        Assert.Equal(["list-a", "list-b"], Names(first));
        Assert.Equal(["list-c"], Names(second));
        Assert.Null(second["cursor"]);
        Assert.Equal(3, ((JsonObject)first["counts"]!).Sum(entry => (int)entry.Value!));
        Assert.True((bool)first["countsAreAll"]!);
        var row = one["items"]!.AsArray().Single()!;
        Assert.Equal((made["list-b"], "big", "list"), ((string?)row["uid"], (string?)row["parameters"]!["size"], (string?)row["labels"]!["stage"]));
    }

    [Fact]
    public async Task Whole_Objects_Are_Filtered_Too_And_The_Client_Asks_For_Them()
    {
        await MakeAsync();
        await using var client = new RemoteWorkflowService(new ServerAddress { Address = server.Address, Token = server.Http.DefaultRequestHeaders.Authorization!.ToString() });

        var list = await client.ListAsync(new ListRunsQuery { Namespace = Space, Filter = "name:list-* param.size:small" }, TestContext.Current.CancellationToken);
        var rows = await client.ListRowsAsync(new RunRowsQuery { Namespace = Space, Filter = "name:list-*", Sort = "-name", Limit = 1, Counts = true }, TestContext.Current.CancellationToken);

        Assert.Equal("list-a", Assert.Single(list.Items).Metadata.Name);
        Assert.Equal("list-c", Assert.Single(rows.Items).Name);
        Assert.Equal(3, rows.Counts!.Values.Sum());
    }

    [Theory]
    [InlineData("filter=staus:failed", "did you mean \\u0022status\\u0022?")]
    [InlineData("filter=status:", "a value is missing")]
    [InlineData("sort=size", "sort: ")]
    [InlineData("cursor=abc", "cursor: ")]
    [InlineData("sort=name&cursor=TmV3ZXN0IDAgYSA", "another order")]
    [InlineData("limit=many", "limit: ")]
    [InlineData("filter=creator:nobody-at-all&limit=-4", null)]
    public async Task Questions_That_Mean_Nothing_Are_Refused(string query, string? part)
    {
        var answer = await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/runs?{query}");

        Assert.Equal(part is null ? 200 : 400, answer.Status);
        Assert.Contains(part ?? "items", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_See_Rows_Of_Their_Namespaces_Only()
    {
        await MakeAsync();
        using var mine = await server.ClientAsync(new CreateTokenRequest { Name = "lists-mine", Role = AccessRole.Editor, Namespaces = ["lists-mine"] });
        await GatewayFixture.SendAsync(mine, HttpMethod.Post, "/api/v1/workflows/lists-mine", """{"workflow":{"metadata":{"name":"own"},"spec":{"entrypoint":"main","templates":[{"name":"main","suspend":{}}]}}}""");

        var all = await GatewayFixture.SendAsync(mine, HttpMethod.Get, "/api/krewe/v1/runs?filter=creator:me&counts=true");
        var foreign = await GatewayFixture.SendAsync(mine, HttpMethod.Get, $"/api/krewe/v1/runs?namespace={Space}");
        var hidden = await GatewayFixture.SendAsync(mine, HttpMethod.Get, $"/api/krewe/v1/runs?filter=namespace:{Space}");
        var objects = await GatewayFixture.SendAsync(mine, HttpMethod.Get, "/api/krewe/v1/workflows");

        Assert.Equal(["own"], Names(all.Json!));
        Assert.Equal(403, foreign.Status);
        Assert.Empty(Names(hidden.Json!));
        Assert.Equal(403, objects.Status);
    }

    private async Task<Dictionary<string, string>> MakeAsync()
    {
        foreach (var (name, size) in new[] { ("list-a", "small"), ("list-b", "big"), ("list-c", "huge") })
        {
            // A name that is there already is from another test.
            await server.SendAsync(HttpMethod.Post, $"/api/v1/workflows/{Space}", $$$"""
                {"workflow":{"metadata":{"name":"{{{name}}}","labels":{"stage":"list"}},"spec":{"entrypoint":"main","arguments":{"parameters":[{"name":"size","value":"{{{size}}}"}]},"templates":[{"name":"main","suspend":{ } } ] } } }
                """);
        }

        var rows = await RowsAsync("filter=label:stage=list");
        return rows["items"]!.AsArray().ToDictionary(row => (string)row!["name"]!, row => (string)row!["uid"]!);
    }

    private async Task<JsonNode> RowsAsync(string query) => (await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/runs?namespace={Space}&{query}")).Json!;

    private static IEnumerable<string> Names(JsonNode list) => list["items"]!.AsArray().Select(item => (string)item!["name"]!);
}
