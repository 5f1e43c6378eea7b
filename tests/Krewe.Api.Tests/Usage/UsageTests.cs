using System.Globalization;
using System.Text.Json.Nodes;
using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>Usage over HTTP on the real server, and who may see whose.</summary>
public sealed class UsageTests(GatewayFixture server)
{
    private const string Spec = """
        {"entrypoint":"main","templates":[
          {"name":"main","steps":[[{"name":"a","template":"work"}],[{"name":"b","template":"work","when":"1 == 2"}],[{"name":"c","template":"flaky"}]]},
          {"name":"work","container":{"image":"busybox","command":["true"]}},
          {"name":"flaky","retryStrategy":{"limit":1},"container":{"image":"busybox","command":["sh","-c","exit $((1-{{retries}}))"]}}]}
        """;

    private const string Bad = """{"entrypoint":"main","templates":[{"name":"main","container":{"image":"busybox","command":["sh","-c","exit 3"]}}]}""";

    private readonly string _space = "usage-" + Guid.NewGuid().ToString("n")[..8];

    [Fact]
    public async Task Usage_Is_Told_Apart_And_Stays_When_Runs_Are_Deleted()
    {
        var today = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await RunAsync("good", "team/ci", Spec);
        var gone = await RunAsync("good", "team/ci", Spec);
        await RunAsync("bad", "team/other", Bad);
        await server.SendAsync(HttpMethod.Delete, $"/api/v1/workflows/{_space}/{gone}");

        var folders = await GetAsync($"by=folder&by=template&namespace={_space}&from={today}");
        var total = folders["total"]!;
        Assert.Equal((3, 2, 1), ((int)total["runs"]!, (int)total["runsByPhase"]!["Succeeded"]!, (int)total["runsByPhase"]!["Failed"]!));
        Assert.Equal((9, 4, 3, 2), ((int)total["steps"]!, (int)total["stepsByPhase"]!["Succeeded"]!, (int)total["stepsByPhase"]!["Failed"]!, (int)total["stepsByPhase"]!["Skipped"]!));
        Assert.Equal((2, 0), ((int)total["stepsRetried"]!, (int)total["runsRetried"]!));
        Assert.Equal(["team/ci good Workflow 2", "team/other bad Workflow 1"], folders["items"]!.AsArray()
            .Select(item => $"{item!["group"]!["folder"]} {item["group"]!["template"]} {item["group"]!["templateKind"]} {item["usage"]!["runs"]}").Order(StringComparer.Ordinal));
        Assert.True((double)total["runSeconds"]! > 0 && (double)total["stepSeconds"]! > 0, total.ToJsonString());
        Assert.NotNull(total["resourcesDuration"]!["cpu"]);
        Assert.True((bool)folders["isWhole"]!);

        var filtered = await GetAsync($"by=month,namespace&namespace={_space}&filter={Uri.EscapeDataString("folder:team/ci -template:x")}");
        Assert.Equal(2, (int)filtered["total"]!["runs"]!);
        var group = Assert.Single(filtered["items"]!.AsArray())!["group"]!;
        Assert.Equal((_space, true), ((string)group["namespace"]!, ((string)group["month"]!).EndsWith("-01", StringComparison.Ordinal)));
        Assert.Empty((await GetAsync($"namespace={_space}"))["items"]!.AsArray());
        Assert.Equal(0, (int)(await GetAsync($"namespace={_space}&from=2020-01-01&to=2020-12-31&by=day"))["total"]!["runs"]!);
        Assert.False((bool)(await GetAsync($"namespace={_space}&by=folder&limit=1"))["isWhole"]!);
    }

    [Fact]
    public async Task Callers_See_Usage_Of_Their_Namespaces_And_Folders_Only()
    {
        await RunAsync("good", "team/ci", Bad);
        await RunAsync("bad", "team/other", Bad);
        await RunAsync("loose", "", Bad);
        using var folder = await server.ClientAsync(new CreateTokenRequest { Name = "f-" + _space, Role = AccessRole.Viewer, Namespaces = [_space], Folders = ["team/ci"] });
        using var whole = await server.ClientAsync(new CreateTokenRequest { Name = "n-" + _space, Role = AccessRole.Viewer, Namespaces = [_space] });
        using var stranger = await server.ClientAsync(new CreateTokenRequest { Name = "s-" + _space, Role = AccessRole.Viewer, Namespaces = ["elsewhere-" + _space] });

        foreach (var query in new[] { "", $"?namespace={_space}", "?by=template", "?by=folder&by=day" })
        {
            Assert.Equal(1, await RunsAsync(folder, query));
            Assert.Equal(3, await RunsAsync(whole, query));
        }

        Assert.Equal(0, await RunsAsync(stranger, "?by=template"));
        Assert.Equal(403, (await GatewayFixture.SendAsync(stranger, HttpMethod.Get, $"/api/krewe/v1/usage?namespace={_space}")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(folder, HttpMethod.Get, "/api/krewe/v1/usage?namespace=elsewhere")).Status);
    }

    [Theory]
    [InlineData("by=folders", "did you mean \"folder\"?")]
    [InlineData("by=day&by=week", "name one span of time")]
    [InlineData("by=day&by=day", "named twice")]
    [InlineData("by=day,folder,creator,template", "3 are the most")]
    [InlineData("by=label.team", "usageLabels")]
    [InlineData("by=label.", "there is no grouping")]
    [InlineData("from=2026-13-01", "is not a day such as 2026-01-31")]
    [InlineData("from=2026-02-01&to=2026-01-01", "lies after")]
    [InlineData("from=1900-01-01&to=2026-01-01", "more than 3660 days")]
    [InlineData("to=9999-12-31", "years 1970 to 9998")]
    [InlineData("to=0001-01-05", "years 1970 to 9998")]
    [InlineData("filter=status:failed", "usage does not know \"status\"")]
    [InlineData("filter=build", "usage does not know names of runs")]
    [InlineData("filter=folder:", "a value is missing")]
    [InlineData("filter=label.team:pay", "usageLabels")]
    [InlineData("limit=-1", "limit must be")]
    [InlineData("limit=100000", "limit must be")]
    [InlineData("limit=x", "not a whole number")]
    public async Task Question_That_Means_Nothing_Is_Refused(string query, string reason)
    {
        var answer = await server.SendAsync(HttpMethod.Get, "/api/krewe/v1/usage?" + query);

        Assert.Equal(400, answer.Status);
        Assert.Contains(reason, (string)answer.Json!["message"]!, StringComparison.Ordinal);
    }

    private async Task<JsonNode> GetAsync(string query) => await RunMaker.GetAsync(server, "/usage?" + query);

    private static async Task<int> RunsAsync(HttpClient client, string query)
    {
        var answer = await GatewayFixture.SendAsync(client, HttpMethod.Get, "/api/krewe/v1/usage" + query);
        Assert.True(answer.Status == 200, answer.Text);
        return (int)answer.Json!["total"]!["runs"]!;
    }

    private Task<string> RunAsync(string name, string folder, string spec) =>
        RunMaker.RunAsync(server, _space, folder.Length == 0 ? $$"""{"generateName":"{{name}}-"}""" : $$$"""{"generateName":"{{{name}}}-","annotations":{"workflows.krewe.dev/folder":"{{{folder}}}"}}""", spec);
}
