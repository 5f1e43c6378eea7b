using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Krewe.Hosting;

namespace Krewe.Api.Tests.Fuzz;

/// <summary>
/// Requests that nobody should send, over all operations: each is answered with what is wrong, none breaks the server, and none
/// that is refused leaves anything behind. <c>KREWE_FUZZ_REQUESTS</c> and <c>KREWE_FUZZ_SEED</c> widen and repeat it.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class FuzzTests : IAsyncLifetime
{
    private const int Workers = 4;
    private const int EnoughProblems = 10;
    private const int Parts = 10;
    private const long MostGrowth = 64 << 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly string _folder = Path.Combine("/var/tmp", "krewe-fuzz-" + Guid.NewGuid().ToString("n"));
    private readonly ConcurrentDictionary<string, string> _made = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _masked = new();
    private readonly ConcurrentQueue<string> _problems = new();
    private KreweEngine? _engine;
    private HttpGateway? _gateway;
    private HttpClient? _http;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _engine = await KreweEngine.StartAsync(new KreweEngineOptions { DataFolder = _folder });
        _gateway = await HttpGateway.StartAsync(_engine.Workflows, new GatewayOptions { Port = 0, RequestsPerSecond = 0 });
        _http = new HttpClient { BaseAddress = _gateway.Address, Timeout = Longest };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Wrong_Requests_Are_Answered_And_Leave_Nothing_Behind()
    {
        var requests = Number("KREWE_FUZZ_REQUESTS", 4000);
        var seed = Number("KREWE_FUZZ_SEED", Random.Shared.Next());
        TestContext.Current.TestOutputHelper?.WriteLine($"KREWE_FUZZ_SEED={seed}");
        var description = (JsonObject)JsonNode.Parse(await _http!.GetStringAsync("/api/krewe/v1/openapi.json", Token))!;
        var known = await SeedAsync();

        var mutators = Enumerable.Range(0, Workers).Select(worker => new RequestMutator(new Random(seed + worker), description, known)).ToList();
        var heap = new List<long>();
        for (var part = 0; part < Parts; part++)
        {
            await Task.WhenAll(mutators.Select(mutator => Task.Run(async () =>
            {
                for (var i = 0; i < requests / Workers / Parts && _problems.Count < EnoughProblems; i++)
                {
                    using var request = mutator.Next();
                    await SendAsync(request);
                }
            }, Token)));
            heap.Add(GC.GetTotalMemory(forceFullCollection: true));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{requests} requests; MiB of heap, part by part: {string.Join(' ', heap.Select(bytes => bytes >> 20))}; {Environment.WorkingSet >> 20} MiB resident");
        Assert.True(_problems.IsEmpty, $"KREWE_FUZZ_SEED={seed}\n{string.Join('\n', _problems)}");
        // What good requests made is kept, and some of it in memory; what was refused must leave nothing.
        Assert.True(heap[^1] - heap[0] < MostGrowth, $"the heap grew by {(heap[^1] - heap[0]) >> 20} MiB");
        await CheckLeftoversAsync(seed);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private async Task<Dictionary<string, string>> SeedAsync()
    {
        const string Spec = """{"entrypoint":"main","templates":[{"name":"main","suspend":{"duration":"0"}}]}""";
        var template = await PostAsync("/api/v1/workflow-templates/argo", $$$$"""{"template":{"metadata":{"name":"seed"},"spec":{{{{Spec}}}}}}""");
        _made[(string)template["metadata"]!["uid"]!] = "seed";
        var run = await PostAsync("/api/v1/workflows/argo", $$$$"""{"workflow":{"metadata":{"name":"seed"},"spec":{{{{Spec}}}}}}""");
        var uid = (string)run["metadata"]!["uid"]!;
        _made[uid] = "seed";
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["namespace"] = "argo",
            ["name"] = "seed",
            ["uid"] = uid,
            ["podName"] = "seed",
            ["nodeId"] = "seed",
            ["artifactName"] = "main-logs",
            ["key"] = "k",
            ["discriminator"] = "d",
            ["id"] = uid,
            ["direction"] = "outputs",
            ["tokenName"] = "fuzz",
            ["path"] = "x",
        };
    }

    private async Task<JsonNode> PostAsync(string path, string body)
    {
        using var response = await _http!.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Token);
        return JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token))!;
    }

    private async Task SendAsync(HttpRequestMessage request)
    {
        var body = request.Content is null ? "" : System.Text.Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync(Token));
        var what = $"{request.Method} {request.RequestUri} {(body.Length > 2000 ? body[..2000] + "…" : body)}";
        try
        {
            using var response = await _http!.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
            var status = (int)response.StatusCode;
            // A good stream goes on for as long as somebody listens.
            var isStream = status == 200 && request.Method == HttpMethod.Get && request.RequestUri!.OriginalString is var path
                && (path.Contains("/log", StringComparison.Ordinal) || path.Contains("/watch", StringComparison.Ordinal) || path.Contains("-events", StringComparison.Ordinal) || path.Contains("/stream/", StringComparison.Ordinal));
            var text = isStream ? "" : await response.Content.ReadAsStringAsync(Token);
            if (status is >= 500 and not 501)
            {
                _problems.Enqueue($"{what}\n  answered {status}: {text}");
            }
            else if (status == 200 && Parse(text) is JsonObject made)
            {
                Note(request, made, what);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !Token.IsCancellationRequested)
        {
            _problems.Enqueue($"{what}\n  was not answered: {exception.GetBaseException().Message}");
        }
    }

    private void Note(HttpRequestMessage request, JsonObject made, string what)
    {
        if ((string?)(made["metadata"] as JsonObject)?["uid"] is { } uid)
        {
            _made[uid] = what;
        }
        else if (request.Method != HttpMethod.Get && request.RequestUri!.OriginalString.Contains("fields", StringComparison.OrdinalIgnoreCase))
        {
            // It was told, but asked not to be told of what.
            _masked.Enqueue(what);
        }
    }

    /// <summary>Whatever is there now was acknowledged, or comes of what was.</summary>
    private async Task CheckLeftoversAsync(int seed)
    {
        var untold = new List<string>();
        foreach (var collection in new[] { "workflows", "workflow-templates", "cluster-workflow-templates", "cron-workflows", "workflow-event-bindings", "event-sources", "sensors" })
        {
            var list = JsonNode.Parse(await _http!.GetStringAsync($"/api/v1/{collection}", Token))!;
            foreach (var item in list["items"] as JsonArray ?? [])
            {
                var metadata = item!["metadata"]!;
                var byEngine = ((JsonObject?)metadata["labels"])?.Any(label => label.Key is "workflows.argoproj.io/cron-workflow" or "workflows.argoproj.io/workflow-event-binding") == true;
                if (!byEngine && !_made.ContainsKey((string)metadata["uid"]!))
                {
                    untold.Add(item.ToJsonString());
                }
            }
        }

        Assert.True(untold.Count <= _masked.Count, $"KREWE_FUZZ_SEED={seed}: nobody was told of\n{string.Join('\n', untold)}\nanswers without a uid:\n{string.Join('\n', _masked)}");
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
