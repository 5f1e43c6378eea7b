using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Krewe.Benchmarks.Load;

/// <summary>Starts runs and asks for them, as clients of Argo do.</summary>
internal static class LoadRuns
{
    public const string Namespace = "load";

    /// <summary>A run that ends at once, without a process: what is to be loaded is the door.</summary>
    private static readonly byte[] Small = Body("small-", """{"name":"main","steps":[[{"name":"never","template":"main","when":"false"}]]}""");

    public static Task SubmitSmallAsync(HttpClient http) => SubmitAsync(http, Small);

    /// <summary>A run of that many steps of <c>/bin/true</c>.</summary>
    /// <param name="http">To the server.</param>
    /// <param name="nodes">How many steps.</param>
    /// <param name="held">Whether it stays open after them, until it is resumed.</param>
    public static Task<string> SubmitLargeAsync(HttpClient http, int nodes, bool held)
    {
        var hold = held ? """,[{"name":"hold","template":"hold"}]""" : "";
        return SubmitAsync(http, Body("large-", $$$"""
            {"name":"main","steps":[[{"name":"task","template":"task","withSequence":{"count":"{{{nodes}}}"}}]{{{hold}}}]},
            {"name":"task","container":{"image":"x","command":["/bin/true"]}},{"name":"hold","suspend":{}}
            """));
    }

    public static async Task<JsonObject> GetAsync(HttpClient http, string name) =>
        (JsonObject)JsonNode.Parse(await http.GetStringAsync($"/api/v1/workflows/{Namespace}/{name}?fields=status.phase,status.progress"))!;

    public static async Task ResumeAsync(HttpClient http, string name)
    {
        using var response = await http.PutAsync($"/api/v1/workflows/{Namespace}/{name}/resume", Json("{}"u8.ToArray()));
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until a run has ended.</summary>
    public static async Task EndAsync(HttpClient http, string name)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((string?)(await GetAsync(http, name))["status"]?["phase"] is not ("Succeeded" or "Failed" or "Error"))
        {
            await tick.WaitForNextTickAsync();
        }
    }

    /// <summary>Milliseconds that a list of fifty runs takes.</summary>
    public static async Task<double> ListAsync(HttpClient http)
    {
        var watch = Stopwatch.StartNew();
        using var response = await http.GetAsync($"/api/v1/workflows/{Namespace}?listOptions.limit=50&fields=-items.status.nodes,-items.spec");
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task<string> SubmitAsync(HttpClient http, byte[] body)
    {
        using var response = await http.PostAsync($"/api/v1/workflows/{Namespace}", Json(body));
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? (string)JsonNode.Parse(text)!["metadata"]!["name"]! : throw new HttpRequestException($"{(int)response.StatusCode} {text}");
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static byte[] Body(string prefix, string templates) =>
        Encoding.UTF8.GetBytes($$$"""{"workflow":{"metadata":{"generateName":"{{{prefix}}}"},"spec":{"entrypoint":"main","templates":[{{{templates}}}]} } }""");
}
