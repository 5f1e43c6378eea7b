using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Api.Tests.Streams;

/// <summary>Watches as programs have them: the client of a token, over HTTP, on a real engine.</summary>
public sealed class WatchTests(GatewayFixture server) : IAsyncLifetime
{
    private readonly string _space = "watches-" + Guid.NewGuid().ToString("n")[..8];
    private RemoteWorkflowService _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _client = await ClientAsync(null);

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task Deltas_Hold_What_Changed_And_Fold_To_The_Whole()
    {
        var run = await CreateAsync("""
            {"metadata":{"generateName":"deltas-"},"spec":{"entrypoint":"main","templates":[
              {"name":"main","steps":[[{"name":"first","template":"wait"}],[{"name":"second","template":"wait"}],[{"name":"third","template":"wait"}]]},
              {"name":"wait","suspend":{}}]}}
            """);
        Workflow? seen = null;
        var resumed = 0;
        var deltas = new List<WorkflowUpdate>();
        await foreach (var update in _client.WatchAsync(run, new WatchOptions { Deltas = true }, Token))
        {
            Assert.Equal((seen is null, seen is null ? UpdateType.Added : UpdateType.Modified), (!update.IsDelta, update.Type));
            seen = update.Fold(seen);
            if (update.IsDelta)
            {
                Assert.Empty(update.Object.Spec.Templates ?? []);
                deltas.Add(update);
            }

            // Each wait is ended once, when the watcher has seen it.
            if (seen.Status?.Nodes?.Values.SingleOrDefault(node => node is { Type: NodeType.Suspend, Phase: NodePhase.Running }) is { } waiting && waiting.DisplayName == Names[resumed])
            {
                resumed++;
                await _client.ResumeAsync(run, new ResumeOptions { NodeFieldSelector = $"id={waiting.Id}" }, Token);
            }
        }

        Assert.Equal(3, resumed);
        Assert.Equal(Json(await _client.GetAsync(run, Token)), Json(seen!));
        // Once the second waits, nothing happens to the first any more.
        var later = deltas.SkipWhile(update => update.Object.Status!.Nodes!.Values.All(node => node.DisplayName != "second")).Skip(1).ToList();
        Assert.NotEmpty(later);
        Assert.All(later, update => Assert.DoesNotContain(update.Object.Status!.Nodes!.Values, node => node.DisplayName == "first"));
    }

    [Fact]
    public async Task Updates_Are_Whole_For_Those_Who_Do_Not_Ask_For_Deltas()
    {
        var run = await CreateAsync(GatewayFixture.Manifest("whole-"));

        var updates = await _client.WatchAsync(run, new WatchOptions(), Token).ToListAsync(Token);

        Assert.All(updates, update => Assert.Equal((false, "main"), (update.IsDelta, update.Object.Spec.Entrypoint)));
    }

    [Fact]
    public async Task Deltas_Are_Frames_And_Events_As_They_Are_Described()
    {
        var run = await CreateAsync("""{"metadata":{"generateName":"frames-"},"spec":{"entrypoint":"main","templates":[{"name":"main","suspend":{}}]}}""");
        var path = $"/api/v1/workflows/{_space}/{run.Name}/watch?deltas=true";
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        var first = JsonNode.Parse((await reader.ReadLineAsync(Token))!)!["result"]!;
        await _client.ResumeAsync(run, new ResumeOptions(), Token);
        var rest = (await reader.ReadToEndAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Null(first["isDelta"]);
        Assert.NotEmpty(rest);
        Assert.All(rest, line => Assert.True((bool?)JsonNode.Parse(line)!["result"]!["isDelta"], line));
        Assert.Empty(server.Api.Problems(HttpMethod.Get, path, string.Join('\n', rest)));
    }

    [Fact]
    public async Task Watch_By_Filter_Tells_What_Comes_In_Changes_And_Goes_Out()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var there = await CreateAsync(Waiting("there", "pay"));
        await CreateAsync(Waiting("other", "ops"));
        var told = new List<string>();
        var query = new ListRunsQuery { Namespace = _space, Filter = "label:team=pay status:active" };

        try
        {
            await foreach (var update in _client.WatchListAsync(query, stop.Token))
            {
                Assert.Null(update.Object.Status?.Nodes);
                told.Add($"{update.Type} {update.Object.Metadata.Name}");
                if (told[^1] == "ADDED there")
                {
                    await CreateAsync(Waiting("unseen", "ops"));
                    await CreateAsync(Waiting("later", "pay"));
                }
                else if (told[^1] == "ADDED later")
                {
                    // No longer active: gone for this watch, though the run is there.
                    await _client.TerminateAsync(there, Token);
                }
                else if (update.Type == UpdateType.Deleted)
                {
                    await stop.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !Token.IsCancellationRequested)
        {
            // A watch ends no other way.
        }

        Assert.Equal(["ADDED there", "ADDED later", "DELETED there"], told.Where(line => !line.StartsWith(UpdateType.Modified, StringComparison.Ordinal)));
        Assert.All(told, line => Assert.Matches(" (there|later)$", line));
        Assert.Equal(WorkflowPhase.Failed, (await _client.GetAsync(there, Token)).Status!.Phase);
    }

    [Fact]
    public async Task Watch_By_Filter_Keeps_To_Folders_And_Namespaces_Of_The_Caller()
    {
        await CreateAsync(Waiting("mine", "pay", "team/ci"));
        await CreateAsync(Waiting("theirs", "pay", "team/other"));
        await using var client = await ClientAsync(["team/ci"]);

        await foreach (var update in client.WatchListAsync(new ListRunsQuery { Namespace = _space, Filter = "label:team=pay" }, Token))
        {
            // The newest comes first: the other one would be here by now.
            Assert.Equal("mine", update.Object.Metadata.Name);
            break;
        }

        foreach (var space in new[] { Namespaces.All, "argo" })
        {
            var refused = await Assert.ThrowsAsync<KreweException>(async () => await client.WatchListAsync(new ListRunsQuery { Namespace = space, Filter = "status:active" }, Token).FirstAsync(Token));
            Assert.Equal(KreweErrorCode.PermissionDenied, refused.Code);
        }
    }

    [Theory]
    [InlineData("filter=staus:failed", "did you mean \\u0022status\\u0022?")]
    [InlineData("filter=&listOptions.fieldSelector=nonsense", "has no operator")]
    [InlineData("filter=&listOptions.resourceVersion=abc", "is not one of ours")]
    public async Task Watch_For_What_Means_Nothing_Is_Refused_Before_It_Begins(string query, string said)
    {
        var answer = await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/workflow-events?namespace={_space}&{query}");

        Assert.Equal(400, answer.Status);
        Assert.Contains(said, answer.Text, StringComparison.Ordinal);
    }

    private static readonly string[] Names = ["first", "second", "third", ""];

    private static string Json(Workflow workflow) => JsonSerializer.Serialize(
        workflow with { Status = workflow.Status! with { Nodes = workflow.Status.Nodes!.OrderBy(node => node.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal) } },
        ModelJson.Default.Workflow);

    private static string Waiting(string name, string team, string? folder = null) => new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["labels"] = new JsonObject { ["team"] = team },
            ["annotations"] = folder is null ? null : new JsonObject { ["workflows.krewe.dev/folder"] = folder },
        },
        ["spec"] = JsonNode.Parse("""{"entrypoint":"main","templates":[{"name":"main","suspend":{}}]}"""),
    }.ToJsonString();

    private async Task<RemoteWorkflowService> ClientAsync(IReadOnlyList<string>? folders)
    {
        var token = await server.Workflows.CreateTokenAsync(new CreateTokenRequest { Name = "watcher-" + Guid.NewGuid().ToString("n")[..8], Role = AccessRole.Editor, Namespaces = [_space], Folders = folders }, Token);
        return new RemoteWorkflowService(new ServerAddress { Address = server.Address, Token = token.Text });
    }

    private async Task<RunRef> CreateAsync(string manifest)
    {
        var created = await server.SendAsync(HttpMethod.Post, $"/api/v1/workflows/{_space}", $$"""{"workflow":{{manifest}}}""");
        Assert.True(created.Status == 200, created.Text);
        return new RunRef(_space, (string)created.Json!["metadata"]!["name"]!, (string)created.Json["metadata"]!["uid"]!);
    }
}
