using System.Text;
using System.Text.Json;

namespace Krewe.Engine;

/// <summary>Outputs of a loop's turns as JSON lists.</summary>
internal static class Aggregates
{
    /// <summary>Results as a JSON list; each that is itself JSON stands in it as such.</summary>
    public static string Results(IReadOnlyList<RunNode> turns) => List(turns.Select(turn => turn.Outputs?.Result).OfType<string>(), embed: _ => true);

    /// <summary>All parameters, a map a turn.</summary>
    public static string AllParameters(IReadOnlyList<RunNode> turns)
    {
        var maps = turns
            .Where(turn => turn.Outputs?.Parameters is { Count: > 0 })
            .Select(turn => turn.Outputs!.Parameters!.Where(p => p.Value is not null).OrderBy(p => p.Name, StringComparer.Ordinal).ToDictionary(p => p.Name ?? "", p => p.Value))
            .ToList();
        return JsonSerializer.Serialize(maps, EngineJson.Plain.ListDictionaryStringString);
    }

    /// <summary>One parameter; its values stand unquoted when all of them are JSON objects or lists.</summary>
    public static string? Parameter(IReadOnlyList<RunNode> turns, string name)
    {
        var values = turns.Select(turn => turn.Outputs?.Parameters?.FirstOrDefault(p => p.Name == name)?.Value).OfType<string>().ToList();
        if (values.Count == 0 && turns.Count > 0)
        {
            return null;
        }

        var embed = values.Count > 0 && values.All(IsContainer);
        return List(values, _ => embed);
    }

    private static string List(IEnumerable<string> values, Func<string, bool> embed)
    {
        var text = new StringBuilder("[");
        foreach (var value in values)
        {
            text.Append(text.Length > 1 ? "," : "");
            if (embed(value) && TryParse(value) is { } json)
            {
                text.Append(json);
            }
            else
            {
                text.Append(JsonSerializer.Serialize(value, EngineJson.Plain.String));
            }
        }

        return text.Append(']').ToString();
    }

    private static bool IsContainer(string value) => TryParse(value) is { } json && json[0] is '{' or '[';

    private static string? TryParse(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return JsonSerializer.Serialize(document.RootElement, EngineJson.Plain.JsonElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
