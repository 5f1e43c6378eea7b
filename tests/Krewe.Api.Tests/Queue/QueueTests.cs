using System.Text.Json.Nodes;
using Krewe.Client;

namespace Krewe.Api.Tests.Queue;

/// <summary>Why runs wait, on a real server.</summary>
public sealed class QueueTests(GatewayFixture server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Line_Before_A_Mutex_Is_Told()
    {
        const string Locked = """{"entrypoint":"main","synchronization":{"mutexes":[{"name":"one"}]},"templates":[{"name":"main","suspend":{}}]}""";
        await StartAsync("queue-mutex", "holder", Locked);
        await UntilAsync("queue-mutex", "holder", waits => waits is [var wait] && (string?)wait["reason"] == "Approval");
        await StartAsync("queue-mutex", "first", Locked);
        await StartAsync("queue-mutex", "second", Locked);

        var second = (await UntilAsync("queue-mutex", "second", waits => waits is [var wait] && (string?)wait["reason"] == "Lock" && (int?)wait["queueLength"] == 2))[0];

        Assert.Equal((2, "queue-mutex/Mutex/one", 1), ((int?)second["position"], (string?)second["lock"], (int?)second["limit"]));
        Assert.Equal("queue-mutex/holder", (string?)second["holders"]!.AsArray().Single()!["holder"]);
        Assert.NotNull(second["since"]);
        var (queue, page) = (await QueueAsync("namespace=queue-mutex"), await QueueAsync("namespace=queue-mutex&limit=1"));
        Assert.Equal(["first", "second"], queue["items"]!.AsArray().Select(entry => (string?)entry!["name"]));
        Assert.Equal(2, (int?)queue["totals"]!["Lock"]);
        Assert.Equal("second", (string?)(await QueueAsync($"namespace=queue-mutex&cursor={page["cursor"]}"))["items"]!.AsArray().Single()!["name"]);
    }

    [Fact]
    public async Task Holders_Of_Other_Namespaces_Are_Not_Named()
    {
        const string Locked = """{"entrypoint":"main","synchronization":{"mutexes":[{"name":"shared","namespace":"queue-a"}]},"templates":[{"name":"main","suspend":{}}]}""";
        await StartAsync("queue-a", "holder", Locked);
        await UntilAsync("queue-a", "holder", waits => waits is [var wait] && (string?)wait["reason"] == "Approval");
        await StartAsync("queue-b", "waiter", Locked);
        await UntilAsync("queue-b", "waiter", waits => waits is [var wait] && (string?)wait["reason"] == "Lock");
        using var stranger = await server.ClientAsync(new CreateTokenRequest { Name = "queue-stranger", Role = AccessRole.Viewer, Namespaces = ["queue-b"] });

        var waiting = await GatewayFixture.SendAsync(stranger, HttpMethod.Get, "/api/krewe/v1/runs/queue-b/waiter/waiting");
        var queue = await GatewayFixture.SendAsync(stranger, HttpMethod.Get, "/api/krewe/v1/queue?namespace=queue-b");

        Assert.Empty(waiting.Json!["waits"]![0]!["holders"]!.AsArray());
        Assert.Equal("waiter", (string?)queue.Json!["items"]!.AsArray().Single()!["name"]);
        Assert.Empty(queue.Json["items"]![0]!["waiting"]!["holders"]!.AsArray());
        Assert.Equal(403, (await GatewayFixture.SendAsync(stranger, HttpMethod.Get, "/api/krewe/v1/runs/queue-a/holder/waiting")).Status);
        Assert.Equal(["queue-b"], (await GatewayFixture.SendAsync(stranger, HttpMethod.Get, "/api/krewe/v1/queue")).Json!["items"]!.AsArray().Select(entry => (string?)entry!["namespace"]).Distinct());
    }

    [Fact]
    public async Task Node_That_Waits_For_A_Semaphore_Is_Told_By_Its_Name()
    {
        await server.SendAsync(HttpMethod.Post, "/api/v1/sync/queue-node", """{"key":"lanes","type":"DATABASE","limit":1}""");
        await StartAsync("queue-node", "run", """
            {"entrypoint":"main","templates":[{"name":"main","dag":{"tasks":[{"name":"a","template":"locked"},{"name":"b","template":"locked"}]}},
              {"name":"locked","synchronization":{"semaphores":[{"database":{"key":"lanes"}}]},"suspend":{}}]}
            """);

        var waits = await UntilAsync("queue-node", "run", waits => waits.Count == 2);

        var node = waits.Single(wait => (string?)wait["reason"] == "Lock");
        Assert.Equal(("b", 1, "queue-node/Database/lanes"), ((string?)node["nodeName"], (int?)node["position"], (string?)node["lock"]));
        Assert.StartsWith("queue-node/run/", (string?)node["holders"]![0]!["holder"], StringComparison.Ordinal);
        Assert.Equal("a", (string?)waits.Single(wait => (string?)wait["reason"] == "Approval")["nodeName"]);
    }

    [Fact]
    public async Task Suspension_Delay_And_Backoff_Are_Told_With_Their_End()
    {
        await StartAsync("queue-times", "delayed", """{"entrypoint":"main","suspend":true,"templates":[{"name":"main","suspend":{"duration":"1h"}}]}""");
        await StartAsync("queue-times", "retried", """{"entrypoint":"main","templates":[{"name":"main","retryStrategy":{"limit":3,"backoff":{"duration":"2h"}},"container":{"image":"busybox","command":["false"]}}]}""");
        await UntilAsync("queue-times", "delayed", waits => waits is [var wait] && (string?)wait["reason"] == "Suspended");
        Assert.Equal("Suspended", (string?)(await QueueAsync("namespace=queue-times"))["items"]![0]!["waiting"]!["reason"]);
        await server.SendAsync(HttpMethod.Put, "/api/v1/workflows/queue-times/delayed/resume", "{}");

        var delay = (await UntilAsync("queue-times", "delayed", waits => waits is [var wait] && (string?)wait["reason"] == "Delay"))[0];
        var backoff = (await UntilAsync("queue-times", "retried", waits => waits is [var wait] && (string?)wait["reason"] == "Backoff"))[0];

        Assert.Equal(TimeSpan.FromHours(1), Time(delay, "until") - Time(delay, "since"));
        Assert.Equal(TimeSpan.FromHours(2), Time(backoff, "until") - Time(backoff, "since"));
        await server.SendAsync(HttpMethod.Put, "/api/v1/workflows/queue-times/retried/terminate", "{}");
        await UntilAsync("queue-times", "retried", waits => waits.Count == 0);

        static DateTimeOffset Time(JsonNode wait, string key) => DateTimeOffset.Parse((string)wait[key]!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Limits_Of_The_Workflow_And_Of_Templates_Are_Told()
    {
        await StartAsync("queue-limits", "workflow", """
            {"entrypoint":"main","parallelism":1,"templates":[{"name":"main","steps":[[{"name":"s","template":"work","withSequence":{"count":"3"}}]]},{"name":"work","container":{"image":"busybox","command":["sleep","600"]}}]}
            """);
        await StartAsync("queue-limits", "template", """
            {"entrypoint":"main","templates":[{"name":"main","parallelism":2,"steps":[[{"name":"s","template":"work","withSequence":{"count":"3"}}]]},{"name":"work","suspend":{}}]}
            """);

        var workflow = await UntilAsync("queue-limits", "workflow", waits => waits.Any(wait => (string?)wait["reason"] == "WorkflowParallelism"));
        var template = await UntilAsync("queue-limits", "template", waits => waits.Count == 3);

        Assert.Equal(1, (int?)workflow.Single(wait => (string?)wait["reason"] == "WorkflowParallelism")["limit"]);
        Assert.Equal(2, (int?)template.Single(wait => (string?)wait["reason"] == "TemplateParallelism")["limit"]);
        await server.SendAsync(HttpMethod.Put, "/api/v1/workflows/queue-limits/workflow/terminate", "{}");
        await UntilAsync("queue-limits", "workflow", waits => waits.Count == 0);
    }

    [Fact]
    public async Task Run_That_Is_Over_Waits_For_Nothing_And_Unknown_Ones_Are_Refused()
    {
        Assert.Empty((await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/runs/argo/{server.FinishedName}/waiting")).Json!["waits"]!.AsArray());
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, "/api/krewe/v1/runs/argo/none/waiting")).Status);
        Assert.Equal(400, (await server.SendAsync(HttpMethod.Get, "/api/krewe/v1/queue?cursor=x")).Status);
    }

    private async Task StartAsync(string space, string name, string spec)
    {
        var answer = await server.SendAsync(HttpMethod.Post, $"/api/v1/workflows/{space}", $$$"""{"workflow":{"metadata":{"name":"{{{name}}}"},"spec":{{{spec}}} }}""");
        Assert.True(answer.Status == 200, answer.Text);
    }

    private async Task<JsonNode> QueueAsync(string query) => (await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/queue?{query}")).Json!;

    private async Task<IReadOnlyList<JsonNode>> UntilAsync(string space, string name, Func<IReadOnlyList<JsonNode>, bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/runs/{space}/{name}/waiting");
            IReadOnlyList<JsonNode> waits = [.. answer.Json!["waits"]!.AsArray().Select(wait => wait!)];
            if (holds(waits))
            {
                return waits;
            }

            Assert.False(patience.IsCancellationRequested, answer.Text);
        }
    }
}
