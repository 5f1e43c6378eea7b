using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Hosting;

namespace Krewe.Api.Tests;

/// <summary>What probes are told.</summary>
public sealed class HealthTests(GatewayFixture gateway)
{
    private static readonly string[] Checks = ["store", "committer", "silo", "executor"];

    [Fact]
    public async Task Probes_Need_No_Token_And_Name_What_They_Looked_At()
    {
        using var http = new HttpClient { BaseAddress = gateway.Address };

        var alive = await ReadAsync(http, "/healthz");
        var ready = await ReadAsync(http, "/readyz");

        Assert.True(alive.Ok);
        Assert.True(ready.Ok);
        Assert.Equal(Checks, ready.Checks.Select(check => check.Name));
        Assert.All(ready.Checks, check => Assert.Equal((true, null), (check.Ok, check.Message)));
    }

    [Fact]
    public async Task Engine_Whose_Store_Is_Closed_Is_Alive_But_Not_Ready()
    {
        var folder = NewFolder();
        var engine = await KreweEngine.StartAsync(new KreweEngineOptions { DataFolder = folder }, TestContext.Current.CancellationToken);
        await using var front = await HttpGateway.StartAsync(engine.Workflows, new GatewayOptions { Port = 0 }, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = front.Address };
        Assert.True((await ReadAsync(http, "/readyz")).Ok);

        await engine.DisposeAsync();

        Assert.True((await ReadAsync(http, "/healthz")).Ok);
        Assert.Contains("silo: the server is stopping", await ProblemsAsync(http));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Engine_That_Can_Start_No_Step_Says_So_To_Probes_And_Clients()
    {
        var folder = NewFolder();
        await using var engine = await KreweEngine.StartAsync(new KreweEngineOptions { DataFolder = folder }, TestContext.Current.CancellationToken);
        await using var front = await HttpGateway.StartAsync(engine.Workflows, new GatewayOptions { Port = 0 }, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = front.Address };
        await using var client = new RemoteWorkflowService(new ServerAddress { Address = front.Address });

        Directory.Move(folder, folder + "-gone");

        Assert.Equal(["executor: the data folder is gone"], await ProblemsAsync(http));
        Assert.False((await client.GetHealthAsync(TestContext.Current.CancellationToken)).Ok);
        Directory.Move(folder + "-gone", folder);
        Assert.True((await client.GetHealthAsync(TestContext.Current.CancellationToken)).Ok);
        await engine.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string NewFolder() => Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));

    private static async Task<IEnumerable<string>> ProblemsAsync(HttpClient http)
    {
        var report = await ReadAsync(http, "/readyz");
        Assert.False(report.Ok);
        return report.Checks.Where(check => !check.Ok).Select(check => $"{check.Name}: {check.Message}");
    }

    private static async Task<HealthReport> ReadAsync(HttpClient http, string path)
    {
        var answer = await GatewayFixture.SendAsync(http, HttpMethod.Get, path);
        var report = JsonSerializer.Deserialize(answer.Text, WireJson.Default.HealthReport)!;
        Assert.Equal(report.Ok ? 200 : 503, answer.Status);
        return report;
    }
}
