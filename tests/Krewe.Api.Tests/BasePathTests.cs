using System.Text.Json.Nodes;
using Grpc.Net.Client;
using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>A server whose outer address has a path.</summary>
public sealed class BasePathTests(GatewayFixture server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What stands in front of it may take the path away, as Argo's guides have it, or leave it.</summary>
    [Theory]
    [InlineData("/argo")]
    [InlineData("")]
    public async Task Everything_Is_There_Below_The_Path(string path)
    {
        await using var gateway = await HttpGateway.StartAsync(server.Workflows, new GatewayOptions { Port = 0, BaseHref = "/argo/" }, Token);
        using var http = new HttpClient { BaseAddress = gateway.Address };

        foreach (var part in new[] { "/", "/start/start.js", "/api/v1/version", "/api/v1/workflows/argo", "/api-docs/index.html", "/healthz", "/metrics" })
        {
            using var answer = await http.GetAsync(path + part, Token);
            Assert.True(answer.IsSuccessStatusCode, $"{part}: {answer.StatusCode}");
        }

        var description = JsonNode.Parse(await http.GetStringAsync(path + OpenApiEndpoints.Document, Token))!;
        Assert.Equal("/argo", (string?)description["servers"]![0]!["url"]);
    }

    [Fact]
    public async Task Redirects_Have_The_Path_And_Others_Do_Not_Pass_For_It()
    {
        await using var gateway = await HttpGateway.StartAsync(server.Workflows, new GatewayOptions { Port = 0, BaseHref = "/argo" }, Token);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = gateway.Address };

        using var bare = await http.GetAsync("/argo?x=y", Token);
        using var similar = await http.GetAsync("/argonaut/api/v1/version", Token);

        Assert.Equal((302, "/argo/?x=y"), ((int)bare.StatusCode, bare.Headers.Location?.ToString()));
        Assert.Equal(404, (int)similar.StatusCode);
    }

    [Fact]
    public async Task Grpc_Is_Where_It_Always_Is()
    {
        await using var gateway = await HttpGateway.StartAsync(server.Workflows, new GatewayOptions { Port = 0, BaseHref = "/argo/" }, Token);
        using var grpc = new GrpcClient(GrpcChannel.ForAddress(gateway.Address), token: null);

        Assert.NotNull((await grpc.AskAsync("GetVersion", "{}", Token))["version"]);
    }

    [Theory]
    [InlineData("argo")]
    [InlineData("/a//b")]
    [InlineData("/a?b")]
    [InlineData("/a b")]
    public async Task What_Is_No_Path_Is_Refused(string path) =>
        Assert.Contains("it must be a path", (await Assert.ThrowsAsync<KreweException>(() => HttpGateway.StartAsync(server.Workflows, new GatewayOptions { Port = 0, BaseHref = path }, Token))).Message, StringComparison.Ordinal);
}
