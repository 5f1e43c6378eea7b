using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Grpc.Net.Client;
using Krewe.Client;
using Krewe.Hosting;

[assembly: AssemblyFixture(typeof(Krewe.Api.Tests.GatewayFixture))]

namespace Krewe.Api.Tests;

/// <summary>A real engine and a gateway in front of it that asks for tokens.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    public const string Namespace = "argo";

    private readonly string _folder = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));
    private KreweEngine? _engine;
    private HttpGateway? _gateway;
    private HttpClient? _http;

    public IWorkflowService Workflows => _engine!.Workflows;

    public Uri Address => _gateway!.Address;

    /// <summary>Comes as an administrator.</summary>
    public HttpClient Http => _http!;

    /// <summary>What the server says of its API.</summary>
    public DescribedApi Api { get; private set; } = null!;

    /// <summary>What the server routes: method and path.</summary>
    public IReadOnlyList<string> Routes => _gateway!.Routes;

    /// <summary>A finished run with one step.</summary>
    public JsonObject Finished { get; private set; } = [];

    public string FinishedName => (string)Finished["metadata"]!["name"]!;

    public string FinishedUid => (string)Finished["metadata"]!["uid"]!;

    public async ValueTask InitializeAsync()
    {
        _engine = await KreweEngine.StartAsync(new KreweEngineOptions { DataFolder = _folder });
        _gateway = await HttpGateway.StartAsync(Workflows, new GatewayOptions { Port = 0, Authentication = GatewayAuthentication.Client });
        _http = await ClientAsync(new CreateTokenRequest { Name = "admin", Role = AccessRole.Admin });
        Api = new DescribedApi((JsonObject)JsonNode.Parse(await _http.GetStringAsync("/api/krewe/v1/openapi.json"))!);
        var created = await SendAsync(HttpMethod.Post, "/api/v1/workflows/argo", $$$$$"""{"workflow":{{{{{Manifest("finished-")}}}}}}""");
        var run = new RunRef(Namespace, (string)created.Json!["metadata"]!["name"]!);
        await foreach (var _ in Workflows.WatchAsync(run, new WatchOptions()))
        {
            // Until it is over.
        }

        Finished = (JsonObject)(await SendAsync(HttpMethod.Get, $"/api/v1/workflows/argo/{run.Name}")).Json!;
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

        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // The supervisor may still be leaving its folder; what is left lies among temporary files.
        }
    }

    /// <summary>A client with a token of its own.</summary>
    public async Task<HttpClient> ClientAsync(CreateTokenRequest request)
    {
        var token = await Workflows.CreateTokenAsync(request);
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Text);
        return http;
    }

    /// <summary>A gRPC client with a token of its own.</summary>
    internal async Task<GrpcClient> GrpcClientAsync(CreateTokenRequest request)
    {
        var token = await Workflows.CreateTokenAsync(request);
        return new GrpcClient(GrpcChannel.ForAddress(Address), token.Text);
    }

    /// <summary>A small workflow.</summary>
    public static string Manifest(string generateName, string command = "true") => $$$$$"""
        {"metadata":{"generateName":"{{{{{generateName}}}}}","labels":{"team":"pay"}},"spec":{"entrypoint":"main","templates":[{"name":"main","container":{"image":"busybox","command":["{{{{{command}}}}}"]}}]}}
        """;

    /// <summary>Sends as an administrator; a good answer must be as the server describes it.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null)
    {
        var answer = await SendAsync(Http, method, path, body);
        if (answer.Status == 200 && answer.Text.Length > 0)
        {
            Assert.Empty(Api.Problems(method, path, answer.Text));
        }

        return answer;
    }

    public static async Task<Answer> SendAsync(HttpClient http, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        // A stream of what is yet to come has no end to read to.
        var text = response.IsSuccessStatusCode && path.Contains("/stream/", StringComparison.Ordinal) ? "" : await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, text);
    }
}
