using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Hosting;

namespace Krewe.Api.Tests;

/// <summary>Events: stored, matched, started once, looked at and replayed.</summary>
public sealed class EventTests(GatewayFixture server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Event_Starts_What_The_Binding_Says_With_What_It_Takes_Out_Of_The_Event()
    {
        await BindAsync("filled", "payload.action == \"opened\" && discriminator == \"pr\" && metadata[\"x-who\"][0] == \"me\"", """
            "metadata":{"labels":{"who":"metadata[\"x-who\"][0]"},"annotations":{"space":"namespace"}},
            "arguments":{"parameters":[{"name":"title","valueFrom":{"event":"payload.title"}},{"name":"size","valueFrom":{"event":"payload.size"}},{"name":"tags","valueFrom":{"event":"payload.tags"}}]}
            """);

        var delivery = await SendAsync("filled", "pr", """{"action":"opened","title":"a \"b\"","size":3,"tags":["x","y"]}""", ("X-Who", "me"));

        Assert.Equal("Started", (string?)delivery["state"]);
        var run = await server.Workflows.GetAsync(new RunRef("filled", (string)delivery["outcomes"]![0]!["run"]!), Token);
        Assert.Equal(["a \"b\"", "3", "[\"x\",\"y\"]"], run.Spec.Arguments!.Parameters!.Select(parameter => parameter.Value));
        Assert.Equal(("me", "binding", "event-consumer"), (run.Metadata.Labels!["who"], run.Metadata.Labels["workflows.argoproj.io/workflow-event-binding"], run.Metadata.Labels["workflows.argoproj.io/workflow-template"]));
        Assert.Equal("filled", run.Metadata.Annotations!["space"]);
    }

    [Fact]
    public async Task Delivery_That_Comes_Again_Starts_Nothing()
    {
        await BindAsync("twice", "true");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync("twice", "", "{}", ("X-GitHub-Delivery", "d-1"))));
        var runs = await server.Workflows.ListAsync(new ListRunsQuery { Namespace = "twice" }, Token);

        Assert.Single(answers.Select(answer => (string?)answer["id"]).Distinct());
        Assert.Single(runs.Items);
    }

    [Fact]
    public async Task Delivery_Without_A_Match_Is_Kept_And_Can_Be_Replayed_When_There_Is_One()
    {
        var missed = await SendAsync("replayed", "later", """{"n":1}""");
        await BindAsync("replayed", "discriminator == \"later\"");

        var replayed = await server.SendAsync(HttpMethod.Post, $"/api/krewe/v1/event-deliveries/replayed/{missed["id"]}/replay", "{}");
        var settled = await SettledAsync("replayed", (string)missed["id"]!);
        var listed = await server.SendAsync(HttpMethod.Get, "/api/krewe/v1/event-deliveries?namespace=replayed&state=started");

        Assert.Equal(("Unmatched", 200, "Started"), ((string?)missed["state"], replayed.Status, (string?)settled["state"]));
        Assert.Equal((string?)missed["id"], (string?)Assert.Single(listed.Json!["items"]!.AsArray())!["id"]);
    }

    [Fact]
    public async Task Binding_That_Fails_Is_Told_And_Does_Not_Keep_The_Others_From_Starting()
    {
        await BindAsync("mixed", "true");
        await server.SendAsync(HttpMethod.Post, "/api/v1/workflow-event-bindings/mixed", """{"workflowEventBinding":{"metadata":{"name":"broken"},"spec":{"event":{"selector":"garbage!!!"}}}}""");

        var delivery = await SendAsync("mixed", "", "{}");

        Assert.Equal("Failed", (string?)delivery["state"]);
        var outcomes = delivery["outcomes"]!.AsArray().ToDictionary(outcome => (string)outcome!["binding"]!, outcome => outcome!);
        Assert.NotNull(outcomes["binding"]["run"]);
        Assert.Contains("garbage!!!", (string?)outcomes["broken"]["error"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("", 200)]
    [InlineData("[1,\"two\",null]", 200)]
    public async Task Payload_Is_Any_Json(string body, int status)
    {
        Assert.Equal(status, (await server.SendAsync(HttpMethod.Post, "/api/v1/events/any/", body)).Status);
    }

    [Theory]
    [InlineData("github", "X-Hub-Signature-256", "sha256=")]
    [InlineData("gitea", "X-Gitea-Signature", "")]
    [InlineData("bitbucketserver", "X-Hub-Signature", "sha256=")]
    [InlineData("hmac", "X-Signature-256", "sha256=")]
    [InlineData("gitlab", "X-Gitlab-Token", null)]
    public async Task Webhook_Comes_In_By_Its_Signature_Alone(string type, string header, string? prefix)
    {
        var folder = Directory.CreateTempSubdirectory("krewe-hooks-");
        var client = Directory.CreateDirectory(Path.Combine(folder.FullName, "secrets", "argo-workflows-webhook-clients"));
        await File.WriteAllTextAsync(Path.Combine(client.FullName, "hooks.example"), $"type: {type}\nsecret: \"s3cret\"\n", Token);
        await using var engine = await KreweEngine.StartAsync(
            new KreweEngineOptions { DataFolder = Path.Combine(folder.FullName, "data"), Settings = new RunSettings { SecretsDirectory = Path.Combine(folder.FullName, "secrets") } }, Token);
        await using var gateway = await HttpGateway.StartAsync(engine.Workflows, new GatewayOptions { Port = 0, Authentication = GatewayAuthentication.Client }, Token);
        using var http = new HttpClient { BaseAddress = gateway.Address };
        const string body = """{"ref":"main"}""";
        var proof = prefix is null ? "s3cret" : prefix + Convert.ToHexStringLower(HMACSHA256.HashData("s3cret"u8.ToArray(), Encoding.UTF8.GetBytes(body)));

        var right = await PostAsync(proof);
        var wrong = await PostAsync(proof[..^1] + (proof[^1] == '0' ? '1' : '0'));
        var kept = await engine.Workflows.ListDeliveriesAsync(new ListDeliveriesQuery(), Token);

        Assert.Equal((200, 403), (right, wrong));
        Assert.Equal("hooks.example", Assert.Single(kept.Items).Sender);

        async Task<int> PostAsync(string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events/argo/push") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await http.SendAsync(request, Token);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task Delivery_Received_Before_The_End_Is_Tried_After_The_Restart()
    {
        var data = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));
        string id;
        await using (var store = await Storage.Sqlite.SqliteStore.OpenAsync(new Storage.Sqlite.SqliteStoreOptions { DataFolder = data }, TimeProvider.System, Token))
        {
            // As it is when the process ends between receipt and start: stored, and nothing else.
            var pending = new EventDelivery { Id = "0000000000000001-a", Namespace = "argo", Discriminator = "late", ReceivedAt = TimeProvider.System.GetUtcNow(), Payload = System.Text.Json.JsonDocument.Parse("{}").RootElement };
            id = pending.Id;
            await store.PutAsync(
                new Storage.ObjectKey("EventDelivery", "argo", id), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(pending), new Dictionary<string, string> { ["state"] = "Pending" }, 0, Token);
        }

        await using var engine = await KreweEngine.StartAsync(new KreweEngineOptions { DataFolder = data }, Token);
        EventDelivery delivery;
        do
        {
            await Task.Yield();
            delivery = await engine.Workflows.GetDeliveryAsync("argo", id, Token);
        }
        while (delivery.State == EventDeliveryState.Pending);

        Assert.Equal((EventDeliveryState.Unmatched, 1), (delivery.State, delivery.Attempts));
    }

    private async Task BindAsync(string space, string selector, string submit = "")
    {
        const string template = """{"template":{"metadata":{"name":"event-consumer"},"spec":{"entrypoint":"main","templates":[{"name":"main","suspend":{}}]}}}""";
        await server.SendAsync(HttpMethod.Post, $"/api/v1/workflow-templates/{space}", template);
        var spec = new JsonObject
        {
            ["event"] = new JsonObject { ["selector"] = selector },
            ["submit"] = JsonNode.Parse($$"""{"workflowTemplateRef":{"name":"event-consumer"}{{(submit.Length == 0 ? "" : "," + submit)}} }"""),
        };
        var binding = new JsonObject { ["workflowEventBinding"] = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "binding" }, ["spec"] = spec } };
        var answer = await server.SendAsync(HttpMethod.Post, $"/api/v1/workflow-event-bindings/{space}", binding.ToJsonString());
        Assert.Equal(200, answer.Status);
    }

    private async Task<JsonNode> SendAsync(string space, string discriminator, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/events/{space}/{discriminator}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await server.Http.SendAsync(request, Token);
        Assert.Equal((200, "{}"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token)));
        return await SettledAsync(space, response.Headers.GetValues("X-Krewe-Delivery").Single());
    }

    private async Task<JsonNode> SettledAsync(string space, string id)
    {
        while (true)
        {
            var answer = await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/event-deliveries/{space}/{id}");
            Assert.Equal(200, answer.Status);
            if ((string?)answer.Json!["state"] != "Pending")
            {
                return answer.Json;
            }
        }
    }
}
