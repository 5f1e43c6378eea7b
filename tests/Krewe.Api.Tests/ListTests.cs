using System.Text.Json.Nodes;

namespace Krewe.Api.Tests;

/// <summary>Lists, masks and streams as Argo's clients read them.</summary>
public sealed class ListTests(GatewayFixture server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_Go_On_By_Token_And_By_Number()
    {
        var made = await MakeAsync("paged", 3);

        var first = await PageAsync("listOptions.limit=2&listOptions.fieldSelector=ext.showRemainingItemCount=true");
        var byToken = await PageAsync($"listOptions.limit=2&listOptions.continue={Uri.EscapeDataString((string)first["metadata"]!["continue"]!)}");
        var byNumber = await PageAsync("listOptions.limit=2&listOptions.continue=2");
        var all = await PageAsync("");

        Assert.Equal(1, (int)first["metadata"]!["remainingItemCount"]!);
        Assert.Equal(Names(all), [.. Names(first), .. Names(byToken)]);
        Assert.Equal(Names(byToken), Names(byNumber));
        Assert.Equal(made.Order(StringComparer.Ordinal), Names(all).Order(StringComparer.Ordinal));
        Assert.Null(all["metadata"]!["continue"]);

        async Task<JsonNode> PageAsync(string query) => (await server.SendAsync(HttpMethod.Get, $"/api/v1/workflows/paged?{query}")).Json!;
    }

    [Fact]
    public async Task Fields_Keep_Or_Leave_Out()
    {
        var kept = await server.SendAsync(HttpMethod.Get, $"/api/v1/workflows/argo/{server.FinishedName}?fields=metadata.name,status.phase");
        var without = await server.SendAsync(HttpMethod.Get, $"/api/v1/workflows/argo/{server.FinishedName}?fields=-status.nodes,spec");

        Assert.Equal($$$"""{"metadata":{"name":"{{{server.FinishedName}}}"},"status":{"phase":"Succeeded"}}""", kept.Text);
        Assert.Null(without.Json!["spec"]);
        Assert.Null(without.Json["status"]!["nodes"]);
        Assert.NotNull(without.Json["status"]!["phase"]);
    }

    [Fact]
    public async Task Watch_Goes_On_Where_The_Reader_Was()
    {
        await MakeAsync("watched", 1);
        var list = await server.SendAsync(HttpMethod.Get, "/api/v1/workflows/watched");
        var version = (string)list.Json!["metadata"]!["resourceVersion"]!;
        var later = await MakeAsync("watched", 1);

        var fresh = await FirstDataAsync("/api/v1/workflow-events/watched", lastEventId: null);
        var resumed = await FirstDataAsync("/api/v1/workflow-events/watched", version);

        Assert.Equal(2, fresh.Count);
        Assert.All(resumed, name => Assert.Equal(later[0], name));
    }

    [Fact]
    public async Task Watch_From_A_Version_Of_Somebody_Elses_Is_Refused()
    {
        var answer = await server.SendAsync(HttpMethod.Get, "/api/v1/workflow-events/argo?listOptions.resourceVersion=abc");

        Assert.Contains("\"code\":3", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_Of_Runs_Are_Offered()
    {
        var keys = await server.SendAsync(HttpMethod.Get, "/api/v1/archived-workflows-label-keys?namespace=argo");
        var values = await server.SendAsync(HttpMethod.Get, "/api/v1/archived-workflows-label-values?namespace=argo&listOptions.labelSelector=team");
        var elsewhere = await server.SendAsync(HttpMethod.Get, "/api/v1/archived-workflows-label-values?namespace=nowhere&listOptions.labelSelector=team");

        Assert.Contains("team", keys.Json!["items"]!.AsArray().Select(item => (string?)item));
        Assert.Equal(["pay"], values.Json!["items"]!.AsArray().Select(item => (string?)item));
        Assert.Empty(elsewhere.Json!["items"]!.AsArray());
    }

    [Fact]
    public async Task Events_Of_A_Run_Are_Those_Of_Argos_Controller()
    {
        var reasons = new List<string>();
        await foreach (var (_, data) in EventsAsync($"/api/v1/stream/events/argo?listOptions.fieldSelector=involvedObject.kind=Workflow,involvedObject.name={server.FinishedName}", null))
        {
            reasons.Add((string)data["result"]!["reason"]!);
            if (reasons.Count == 2)
            {
                break;
            }
        }

        Assert.Equal(["WorkflowRunning", "WorkflowSucceeded"], reasons);
    }

    private async Task<IReadOnlyList<string>> FirstDataAsync(string path, string? lastEventId)
    {
        var names = new List<string>();
        await foreach (var (id, data) in EventsAsync(path, lastEventId))
        {
            Assert.Equal((string?)data["result"]!["object"]!["metadata"]!["resourceVersion"], id);
            names.Add((string)data["result"]!["object"]!["metadata"]!["name"]!);
            if (names.Count == (lastEventId is null ? 2 : 1))
            {
                break;
            }
        }

        return names;
    }

    private async IAsyncEnumerable<(string? Id, JsonNode Data)> EventsAsync(string path, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        string? id = null;
        while (await reader.ReadLineAsync(Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line[4..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                yield return (id, JsonNode.Parse(line[6..])!);
            }
        }
    }

    private async Task<IReadOnlyList<string>> MakeAsync(string space, int count)
    {
        var names = new List<string>();
        for (var i = 0; i < count; i++)
        {
            const string waiting = """{"workflow":{"metadata":{"generateName":"made-"},"spec":{"entrypoint":"main","templates":[{"name":"main","suspend":{}}]}}}""";
            var answer = await server.SendAsync(HttpMethod.Post, $"/api/v1/workflows/{space}", waiting);
            names.Add((string)answer.Json!["metadata"]!["name"]!);
        }

        return names;
    }

    private static IEnumerable<string> Names(JsonNode list) => (list["items"]?.AsArray() ?? []).Select(item => (string)item!["metadata"]!["name"]!);
}
