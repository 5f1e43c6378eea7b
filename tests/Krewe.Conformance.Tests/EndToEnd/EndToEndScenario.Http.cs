using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <content>Requests to the API, as a foreign client sends them.</content>
internal sealed partial class EndToEndScenario
{
    private static readonly TimeSpan StreamLimit = TimeSpan.FromSeconds(30);

    private HttpClient Http => _sandbox.Host.Http ?? throw new NotApplicableException("needs the API over HTTP");

    private async Task RequestAsync(JsonObject step, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Text(step, "method")!), await AddressAsync(step, cancellationToken).ConfigureAwait(false));
        if (step["body"] is JsonNode body && await WordAsync(body, cancellationToken).ConfigureAwait(false) is { } text)
        {
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        }

        await AddHeadersAsync(request, step, cancellationToken).ConfigureAwait(false);
        using var response = await Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var content = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        CheckAnswer(step, response, content);
        _responses[Text(step, "id")!] = new JsonObject
        {
            ["body"] = content,
            ["json"] = Parse(content),
            ["headers"] = new JsonObject(response.Headers.Concat(response.Content.Headers).Select(header => KeyValuePair.Create(header.Key, (JsonNode?)string.Join(", ", header.Value)))),
        };
    }

    private async Task StreamAsync(JsonObject step, CancellationToken cancellationToken)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        within.CancelAfter(StreamLimit);
        using var request = new HttpRequestMessage(HttpMethod.Get, await AddressAsync(step, cancellationToken).ConfigureAwait(false));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        await AddHeadersAsync(request, step, cancellationToken).ConfigureAwait(false);
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, within.Token).ConfigureAwait(false);
        CheckAnswer(step, response, "");
        if (step["untilLine"] is not JsonObject wanted)
        {
            return;
        }

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(within.Token).ConfigureAwait(false));
        var seen = new StringBuilder();
        try
        {
            while (await reader.ReadLineAsync(within.Token).ConfigureAwait(false) is { } line)
            {
                seen.AppendLine(line);
                var roots = new RootValues();
                foreach (var root in RootValues.RootsIn(wanted))
                {
                    roots.Set(root, new JsonObject { ["line"] = line });
                }

                if (new AssertionInterpreter(roots, TimeProvider.System.GetUtcNow()).Holds(wanted, Scope.Of(new JsonObject { ["line"] = line })))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What was seen says more than that time is up.
        }

        throw new AssertionFailedException($"line {Text(step, "line")}: no line fulfils {wanted.ToJsonString()}, seen: {seen}");
    }

    private static void CheckAnswer(JsonObject step, HttpResponseMessage response, string content)
    {
        var line = Text(step, "line");
        if (JsonValues.Number(step["status"]) is { } status && (int)status != (int)response.StatusCode)
        {
            throw new AssertionFailedException($"line {line}: {response.RequestMessage!.Method} {response.RequestMessage.RequestUri} answered {(int)response.StatusCode}, expected {status}: {content}");
        }

        if (Text(step, "contentType") is { } type && response.Content.Headers.ContentType?.MediaType != type)
        {
            throw new AssertionFailedException($"line {line}: the content type is {response.Content.Headers.ContentType}, expected {type}");
        }
    }

    private async Task<string> AddressAsync(JsonObject step, CancellationToken cancellationToken)
    {
        var path = await WordAsync(step["path"]!, cancellationToken).ConfigureAwait(false) ?? "";
        if (path.Length == 0)
        {
            throw new NotApplicableException("asks the controller's own metrics port, which Krewe has not apart");
        }

        var query = new StringBuilder();
        foreach (var pair in step["query"] as JsonArray ?? [])
        {
            var value = await WordAsync(pair![1]!, cancellationToken).ConfigureAwait(false);
            query.Append(query.Length == 0 && !path.Contains('?', StringComparison.Ordinal) ? '?' : '&').Append(JsonValues.Text(pair[0])).Append('=').Append(Uri.EscapeDataString(value ?? ""));
        }

        return path + query;
    }

    private async Task AddHeadersAsync(HttpRequestMessage request, JsonObject step, CancellationToken cancellationToken)
    {
        if (step["auth"] is not JsonObject auth)
        {
            request.Headers.TryAddWithoutValidation("Authorization", _sandbox.Host.Authorization);
        }
        else if (auth["none"] is null)
        {
            throw new NotApplicableException($"proves who asks by {auth.ToJsonString()}, which Kubernetes alone knows");
        }

        foreach (var (name, value) in Pairs(step["headers"]))
        {
            request.Headers.TryAddWithoutValidation(name, await WordAsync(value, cancellationToken).ConfigureAwait(false));
        }
    }

    private static IEnumerable<(string Name, JsonNode Value)> Pairs(JsonNode? node) => node switch
    {
        JsonArray list => list.Select(pair => (JsonValues.Text(pair![0])!, pair[1]!)),
        JsonObject map => map.Select(entry => (entry.Key, entry.Value!)),
        _ => [],
    };

    private async Task<string?> WordAsync(JsonNode expression, CancellationToken cancellationToken)
    {
        var roots = new RootValues();
        await LookUpAsync(expression, roots, cancellationToken).ConfigureAwait(false);
        return JsonValues.Text(new AssertionInterpreter(roots, TimeProvider.System.GetUtcNow()).Expected(expression));
    }

    private static JsonNode? Parse(string content)
    {
        try
        {
            return JsonNode.Parse(content);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
