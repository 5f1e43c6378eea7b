using Krewe.Hosting;

namespace Krewe.Api.Tests;

/// <summary>What probes are told.</summary>
public sealed class HealthTests(GatewayFixture gateway)
{
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Probes_Need_No_Token(string path)
    {
        using var http = new HttpClient { BaseAddress = gateway.Address };

        var answer = await GatewayFixture.SendAsync(http, HttpMethod.Get, path);

        Assert.Equal((200, "ok"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Engine_Whose_Store_Is_Closed_Is_Alive_But_Not_Ready()
    {
        var folder = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));
        var engine = await KreweEngine.StartAsync(new KreweEngineOptions { DataFolder = folder }, TestContext.Current.CancellationToken);
        await using var front = await HttpGateway.StartAsync(engine.Workflows, new GatewayOptions { Port = 0 }, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = front.Address };
        Assert.Equal(200, (await GatewayFixture.SendAsync(http, HttpMethod.Get, "/readyz")).Status);

        await engine.DisposeAsync();

        Assert.Equal(200, (await GatewayFixture.SendAsync(http, HttpMethod.Get, "/healthz")).Status);
        Assert.Equal(503, (await GatewayFixture.SendAsync(http, HttpMethod.Get, "/readyz")).Status);
        Directory.Delete(folder, recursive: true);
    }
}
