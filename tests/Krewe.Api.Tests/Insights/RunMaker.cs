using System.Text.Json.Nodes;
using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>Starts runs on the real server and waits for them.</summary>
internal static class RunMaker
{
    /// <summary>Two levels of steps: a loop of which item <c>b</c> fails at both attempts, in a template of its own, beside one that a retry makes good.</summary>
    public const string Failing = """
        {"entrypoint":"main","arguments":{"parameters":[{"name":"code","value":"3"}]},"templates":[
          {"name":"main","dag":{"tasks":[
            {"name":"prepare","template":"say","arguments":{"parameters":[{"name":"text","value":"ready"}]}},
            {"name":"test","template":"suite","depends":"prepare"},
            {"name":"never","template":"say","depends":"test","arguments":{"parameters":[{"name":"text","value":"not reached"}]}}]}},
          {"name":"suite","steps":[[{"name":"unit","template":"unit","withItems":["a","b","c"],"arguments":{"parameters":[{"name":"item","value":"{{item}}"}]}}]]},
          {"name":"say","inputs":{"parameters":[{"name":"text"}]},"container":{"image":"busybox","command":["sh","-c","echo {{inputs.parameters.text}}"]}},
          {"name":"unit","retryStrategy":{"limit":1},"inputs":{"parameters":[{"name":"item"}]},
           "container":{"image":"busybox","command":["sh","-c","for i in 1 2 3; do echo {{inputs.parameters.item}} line $i; done; if [ {{inputs.parameters.item}} = b ]; then echo it broke >&2; exit {{workflow.parameters.code}}; fi"]}}]}
        """;

    public static string Body(string metadata, string spec) => $$$"""{"workflow":{"metadata":{{{metadata}}},"spec":{{{spec}}} }}""";

    public static async Task<string> StartAsync(GatewayFixture server, string space, string metadata, string spec)
    {
        var created = await server.SendAsync(HttpMethod.Post, $"/api/v1/workflows/{space}", Body(metadata, spec));
        Assert.True(created.Status == 200, created.Text);
        return (string)created.Json!["metadata"]!["name"]!;
    }

    public static async Task<string> RunAsync(GatewayFixture server, string space, string metadata, string spec)
    {
        var name = await StartAsync(server, space, metadata, spec);
        await WaitAsync(server, space, name);
        return name;
    }

    public static async Task WaitAsync(GatewayFixture server, string space, string name)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await foreach (var _ in server.Workflows.WatchAsync(new RunRef(space, name), new WatchOptions(), limit.Token))
        {
            // Until it is over.
        }
    }

    public static async Task<JsonNode> GetAsync(GatewayFixture server, string path)
    {
        var answer = await server.SendAsync(HttpMethod.Get, "/api/krewe/v1" + path);
        Assert.True(answer.Status == 200, $"{path}: {answer.Text}");
        return answer.Json!;
    }
}
