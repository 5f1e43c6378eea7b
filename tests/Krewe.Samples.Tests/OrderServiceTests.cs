using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Krewe.Client;
using Krewe.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OrderService;

namespace Krewe.Samples.Tests;

/// <summary>The sample of an embedding host: its pipeline alone, and the whole service.</summary>
public sealed class OrderServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_Is_Paid_After_The_Time_To_Reconsider()
    {
        var host = new KreweTestHost()
            .Mock("reserve", StepOutcome.Failed(), StepOutcome.Succeeded().WithOutput("shelf", "A1").WithOutput("amount", "19.80"))
            .Mock("charge", call => StepOutcome.Succeeded().WithOutput("receipt", "paid " + call.Inputs["amount"]));

        var run = await host.RunAsync(OrderPipeline.Build(), new Dictionary<string, string> { ["article"] = "book", ["quantity"] = "2" });

        Assert.Equal("Succeeded", run.Phase);
        Assert.Equal(2, run.CallsOf("reserve").Count);
        Assert.Equal("paid 19.80", run.Outputs["receipt"]);
        Assert.Equal(TimeSpan.FromSeconds(1), run.Elapsed);
    }

    [Fact]
    public async Task Service_Handles_Orders_And_Says_What_Became_Of_Them()
    {
        var folder = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));
        await using (var app = OrderApp.Build(["--urls", "http://127.0.0.1:0", "--DataFolder", folder, "--Logging:LogLevel:Default", "Warning"]))
        {
            await app.StartAsync(Token);
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

            var paid = await OrderAsync(app, http, new { article = "book", quantity = 2 });
            var refused = await OrderAsync(app, http, new { article = "book", quantity = 200 });
            await app.StopAsync(Token);

            Assert.Equal("Succeeded", paid.GetProperty("phase").GetString());
            Assert.StartsWith("receipt-", paid.GetProperty("receipt").GetString(), StringComparison.Ordinal);
            Assert.Equal("Failed", refused.GetProperty("phase").GetString());
            Assert.Equal(19.80m, app.Services.GetRequiredService<PaymentLedger>().Total);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<JsonElement> OrderAsync(WebApplication app, HttpClient http, object order)
    {
        using var accepted = await http.PostAsJsonAsync("/orders", order, Token);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var name = (await accepted.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("name").GetString()!;
        await foreach (var _ in app.Services.GetRequiredService<IWorkflowService>().WatchAsync(new RunRef(Namespaces.Default, name), new WatchOptions(), Token))
        {
            // Until it is over.
        }

        return await http.GetFromJsonAsync<JsonElement>(accepted.Headers.Location, Token);
    }
}
