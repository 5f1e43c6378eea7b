using System.Net;
using System.Text;
using Krewe.Client.Wire;

namespace Krewe.Crash.Tests.Triggers;

/// <summary>One event of a sender that repeats it, with the same id, until it is answered.</summary>
internal sealed class SentEvent(int number, string discriminator)
{
    /// <summary>What bindings make of it: one run, two, or a failure and a run.</summary>
    public static readonly string[] Discriminators = ["one", "both", "broken"];

    public int Number { get; } = number;

    public string Discriminator { get; } = discriminator;

    public string DeliveryId { get; } = Guid.NewGuid().ToString("n");

    /// <summary>What the server called it, once it has answered.</summary>
    public string? Stored { get; private set; }

    /// <summary>Bindings that start a run for it.</summary>
    public IEnumerable<string> Bindings => Discriminator == "one" ? ["any"] : ["any", Discriminator];

    /// <summary>Sends it, or sends it again; false when no server answered to the end.</summary>
    public async Task<bool> TryAsync(Uri server)
    {
        // A client of its own: the last server's connections are of no use.
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, $"/api/v1/events/{TriggerCampaign.Namespace}/{Discriminator}"));
        request.Headers.Add(EventRoutes.DeliveryHeader, DeliveryId);
        request.Content = new StringContent($$"""{"n":"{{Number}}"}""", Encoding.UTF8, "application/json");
        try
        {
            using var response = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var id = response.Headers.GetValues(EventRoutes.IdHeader).Single();
            Assert.True(Stored is null || Stored == id, $"event {Number} was stored as {Stored}, repeating it gave {id}");
            Stored = id;
            return true;
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            return false;
        }
    }
}
