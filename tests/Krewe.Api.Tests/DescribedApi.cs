using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace Krewe.Api.Tests;

/// <summary>The server's own description of its API, by which answers are checked.</summary>
public sealed class DescribedApi(JsonObject document)
{
    private static readonly EvaluationOptions Strictly = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly List<(string Path, Regex Pattern)> _paths =
    [
        .. ((JsonObject)document["paths"]!)
            .OrderBy(entry => entry.Key.Count(letter => letter == '{'))
            .Select(entry => (entry.Key, new Regex("^" + Regex.Replace(entry.Key, @"\{\w+\}", "[^/]+") + "$", RegexOptions.None, TimeSpan.FromSeconds(1)))),
    ];

    private readonly ConcurrentDictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);

    public JsonObject Document { get; } = document;

    /// <summary>What is wrong with a good answer; empty when it is as described.</summary>
    public IReadOnlyList<string> Problems(HttpMethod method, string path, string text)
    {
        var bare = path.Split('?')[0].TrimEnd('/');
        var found = _paths.FirstOrDefault(entry => entry.Pattern.IsMatch(bare) && Document["paths"]![entry.Path]![method.Method.ToLowerInvariant()] is not null);
        if (found.Path is null)
        {
            return [$"{method} {bare} is not described"];
        }

        var content = (JsonObject)Document["paths"]![found.Path]![method.Method.ToLowerInvariant()]!["responses"]!["200"]!["content"]!;
        // Parts of an answer (fields=…) are no whole objects.
        if (content["application/json"]?["schema"] is not { } schema || path.Contains("fields=", StringComparison.Ordinal))
        {
            return [];
        }

        var checker = _schemas.GetOrAdd(schema.ToJsonString(), _ => Compile(schema));
        var messages = schema["properties"]?["result"] is null ? [text] : text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. messages.SelectMany(message => Check(checker, message)).Select(problem => $"{method} {bare}: {problem}")];
    }

    private JsonSchema Compile(JsonNode schema)
    {
        var whole = (JsonObject)schema.DeepClone();
        whole["$defs"] = Document["components"]!["schemas"]!.DeepClone();
        return JsonSchema.FromText(whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Check(JsonSchema schema, string text)
    {
        using var json = JsonDocument.Parse(text);
        var result = schema.Evaluate(json.RootElement, Strictly);
        return result.IsValid ? [] : result.Details!.Where(detail => detail.Errors is { Count: > 0 }).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"));
    }
}
