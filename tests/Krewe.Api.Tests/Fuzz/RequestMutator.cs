using System.Text;
using System.Text.Json.Nodes;

namespace Krewe.Api.Tests.Fuzz;

/// <summary>Makes requests that are nearly right out of right ones.</summary>
/// <remarks>Nothing it starts from runs a program, so that no mutation can either.</remarks>
internal sealed class RequestMutator(Random random, JsonObject description, IReadOnlyDictionary<string, string> known)
{
    private const string Spec = """{"entrypoint":"main","arguments":{"parameters":[{"name":"a","value":"b"}]},"templates":[{"name":"main","inputs":{"parameters":[{"name":"a"}]},"steps":[[{"name":"x","template":"wait","when":"{{inputs.parameters.a}} == b","withItems":[1,"2",{"k":"v"}]}]]},{"name":"wait","suspend":{"duration":"1"}}]}""";

    private static readonly string[] Odd =
    [
        "", " ", ".", "..", "../..", "%2e%2e%2f", "%00", "a/b", "@latest", "@", "-", "--help", "'", "\"", "<script>", "{{x}}", "{{=1+}}", "${x}", "null", "true", "0", "-1", "99999999999999999999", "1e400", "NaN",
        "2020-13-45T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "a=b,c", "a in (b", "!a", "a==", "metadata.name=x", "spec.startedAt>x", "items.status.nodes", "-items", "x.y.z,-a", "(", "[", "(a+)+$", "*", "\\",
        "ü", "日本", "\u202e", "\ud800", "\uffff", "\t", "\r\n", "a\r\nX-Evil: 1", "default", "argo", new('a', 300), new('x', 5000), string.Concat(Enumerable.Repeat("a.", 400)), string.Concat(Enumerable.Repeat("[", 2000)), "1h", "-5s", "P1D", "Exact", "Prefix", "Succeeded,,Failed",
    ];

    private readonly (string Method, string Path, JsonObject Operation)[] _operations =
    [
        .. ((JsonObject)description["paths"]!).SelectMany(path => ((JsonObject)path.Value!).Select(operation => (operation.Key.ToUpperInvariant(), path.Key, (JsonObject)operation.Value!))),
    ];

    /// <summary>A request that nobody should send.</summary>
    public HttpRequestMessage Next()
    {
        var (method, template, operation) = _operations[random.Next(_operations.Length)];
        var path = new StringBuilder();
        foreach (var segment in template.Split('/').Skip(1))
        {
            path.Append('/').Append(segment.StartsWith('{') ? Uri.EscapeDataString(ValueOf(segment.Trim('{', '}'))) : segment);
        }

        var query = ((JsonArray)operation["parameters"]!).Where(parameter => (string)parameter!["in"]! == "query" && random.Next(3) == 0).Select(parameter => $"{(string)parameter!["name"]!}={Escaped(Text())}").ToList();
        var chosen = random.Next(40) == 0 ? new HttpMethod(Pick(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])) : new HttpMethod(method);
        var request = new HttpRequestMessage(chosen, new Uri(path + (query.Count == 0 ? "" : "?" + string.Join('&', query)), UriKind.Relative));
        AddHeaders(request);
        if (operation["requestBody"] is not null || random.Next(20) == 0)
        {
            request.Content = new ByteArrayContent(Mutated(BodyOf(template)));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(10) == 0 ? Pick(["text/plain", "application/x-yaml", "multipart/form-data", "application/json; charset=utf-7"]) : "application/json");
        }

        return request;
    }

    private static string Escaped(string text)
    {
        try
        {
            return Uri.EscapeDataString(text);
        }
        catch (UriFormatException)
        {
            return "%ED%A0%80";
        }
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private string ValueOf(string parameter) => random.Next(4) > 0 && known.TryGetValue(parameter, out var value) ? value : Text().Replace("\ud800", "?", StringComparison.Ordinal) is { Length: > 0 } text && text is not ("." or "..") ? text : "x";

    private string Text() => Pick(Odd);

    private void AddHeaders(HttpRequestMessage request)
    {
        string[] names = ["Accept", "Last-Event-ID", "Range", "If-None-Match", "X-Hub-Signature-256", "X-Gitlab-Token", "X-GitHub-Delivery", "x-delivery-id", "Origin", "Cookie", "Content-Encoding"];
        if (random.Next(4) == 0)
        {
            request.Headers.TryAddWithoutValidation(Pick(names), Pick(["text/event-stream", "bytes=0-", "bytes=9-1", "bytes=x", "0", "1", "-1", "sha256=00", "gzip", "authorization=x", .. Odd.Where(text => text.All(letter => letter is >= ' ' and <= '~'))]));
        }
    }

    private string BodyOf(string path) => path switch
    {
        _ when path.EndsWith("/submit", StringComparison.Ordinal) => """{"resourceKind":"WorkflowTemplate","resourceName":"seed","submitOptions":{"generateName":"f-","entryPoint":"main","parameters":["a=b"],"labels":"a=b","annotations":"c=d","priority":3,"dryRun":false,"serverDryRun":false}}""",
        _ when path.StartsWith("/api/v1/workflows/", StringComparison.Ordinal) && path.Split('/').Length <= 6 => $$$$"""{"namespace":"argo","serverDryRun":false,"createOptions":{"dryRun":[]},"workflow":{"metadata":{"generateName":"f-","labels":{"a":"b"},"annotations":{"c":"d"}},"spec":{{{{Spec}}}}}}""",
        _ when path.Contains("cron-workflows", StringComparison.Ordinal) => $$$$"""{"cronWorkflow":{"metadata":{"generateName":"f-"},"spec":{"schedules":["0 0 1 1 *"],"timezone":"Europe/Berlin","concurrencyPolicy":"Forbid","startingDeadlineSeconds":3,"stopStrategy":{"expression":"cronworkflow.failed >= 3"},"workflowSpec":{{{{Spec}}}}}}}""",
        _ when path.Contains("workflow-event-bindings", StringComparison.Ordinal) => """{"workflowEventBinding":{"metadata":{"generateName":"f-"},"spec":{"event":{"selector":"payload.x == 1"},"submit":{"workflowTemplateRef":{"name":"seed"},"arguments":{"parameters":[{"name":"a","valueFrom":{"event":"payload.y"}}]}}}}}""",
        _ when path.Contains("event-sources", StringComparison.Ordinal) => """{"eventsource":{"metadata":{"generateName":"f-"},"spec":{"calendar":{"x":{"interval":"10s"}}}}}""",
        _ when path.Contains("sensors", StringComparison.Ordinal) => """{"sensor":{"metadata":{"generateName":"f-"},"spec":{"dependencies":[]}}}""",
        _ when path.Contains("templates", StringComparison.Ordinal) => $$$$"""{"template":{"metadata":{"generateName":"f-"},"spec":{{{{Spec}}}}}}""",
        _ when path.Contains("/sync", StringComparison.Ordinal) => """{"key":"k","type":"DATABASE","cmName":"m","limit":3}""",
        _ when path.Contains("/tokens", StringComparison.Ordinal) => """{"name":"fuzz","role":"Viewer","namespaces":["argo"],"lifetimeSeconds":60,"token":"x"}""",
        _ when path.Contains("/events", StringComparison.Ordinal) => """{"x":2,"y":"z","deep":{"a":[1,2,3]}}""",
        _ => """{"name":"x","namespace":"argo","nodeFieldSelector":"displayName=x","message":"m","phase":"Succeeded","outputParameters":"{\"a\":\"b\"}","restartSuccessful":true,"memoized":false,"parameters":["a=b"]}""",
    };

    private byte[] Mutated(string body)
    {
        var kind = random.Next(10);
        if (kind == 0)
        {
            return Encoding.UTF8.GetBytes(body);
        }

        if (kind <= 6)
        {
            var node = JsonNode.Parse(body)!;
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                MutateOne(node);
            }

            return Encoding.UTF8.GetBytes(node.ToJsonString());
        }

        var bytes = Encoding.UTF8.GetBytes(body);
        switch (kind)
        {
            case 7:
                return bytes[..random.Next(bytes.Length)];
            case 8:
                for (var i = random.Next(1, 6); i > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
            default:
                return Encoding.UTF8.GetBytes(Pick(["", "null", "[]", "1", "\"x\"", "{}", "{\"a\":1,\"a\":2}", new string('[', 5000), string.Concat(Enumerable.Repeat("{\"a\":", 3000)), "{\"workflow\":null}", "{\"template\":[]}", "\0\0\0", "{\"workflow\":{\"spec\":{\"templates\":[null]}}}"]));
        }
    }

    /// <summary>Changes one value somewhere in the tree: its type, its content, its name, or whether it is there.</summary>
    private void MutateOne(JsonNode root)
    {
        var places = Places(root).ToList();
        if (places.Count == 0)
        {
            return;
        }

        var (parent, key, index) = Pick(places);
        var with = Replacement();
        if (parent is JsonObject map)
        {
            switch (random.Next(4))
            {
                case 0:
                    map.Remove(key!);
                    break;
                case 1:
                    var old = map[key!];
                    map.Remove(key!);
                    map[key! + Pick(["x", "", " ", "."])] = old?.DeepClone();
                    break;
                default:
                    map[key!] = with;
                    break;
            }
        }
        else
        {
            ((JsonArray)parent)[index] = with;
        }
    }

    private JsonNode? Replacement() => random.Next(8) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonValue.Create(Pick<double>([0, -1, 1.5, 1e300, int.MaxValue, long.MaxValue])),
        3 => new JsonArray(),
        4 => new JsonObject(),
        5 => new JsonArray(null, 1, "x", new JsonObject { ["name"] = null }),
        _ => JsonValue.Create(Text().Replace("\ud800", "?", StringComparison.Ordinal)),
    };

    private static IEnumerable<(JsonNode Parent, string? Key, int Index)> Places(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry => Places(entry.Value).Prepend((map, entry.Key, -1))),
        JsonArray list => list.SelectMany((item, index) => Places(item).Prepend((list, null, index))),
        _ => [],
    };
}
