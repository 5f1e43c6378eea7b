using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Krewe.Conformance;

/// <summary>Times relative to now in the data: <c>{$time: now-60s}</c>.</summary>
public static partial class TimeText
{
    /// <summary>The moment that <c>now</c>, <c>now-60s</c> or <c>now+1h30m</c> names.</summary>
    public static DateTimeOffset Resolve(string text, DateTimeOffset now)
    {
        var match = Relative().Match(text.Trim());
        if (!match.Success)
        {
            return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        }

        var span = TimeSpan.Zero;
        foreach (var part in Part().Matches(match.Groups["span"].Value).Cast<Match>())
        {
            var count = double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture);
            span += part.Groups[2].Value switch
            {
                "ms" => TimeSpan.FromMilliseconds(count),
                "s" => TimeSpan.FromSeconds(count),
                "m" => TimeSpan.FromMinutes(count),
                "h" => TimeSpan.FromHours(count),
                _ => TimeSpan.FromDays(count),
            };
        }

        return match.Groups["sign"].Value == "-" ? now - span : now + span;
    }

    /// <summary>The JSON with every <c>{$time: …}</c> in it turned into a time as Kubernetes writes it.</summary>
    public static JsonNode? ResolveAll(JsonNode? node, DateTimeOffset now)
    {
        switch (node)
        {
            case JsonObject map when map.Count == 1 && map["$time"] is JsonValue text:
                return JsonValue.Create(Format(Resolve(text.GetValue<string>(), now)));
            case JsonObject map:
                var copy = new JsonObject();
                foreach (var (key, value) in map)
                {
                    copy[key] = ResolveAll(value, now);
                }

                return copy;
            case JsonArray list:
                return new JsonArray([.. list.Select(item => ResolveAll(item, now))]);
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>A YAML text with the same in block form replaced.</summary>
    public static string ResolveYaml(string yaml, DateTimeOffset now) =>
        YamlTime().Replace(yaml, match => $" \"{Format(Resolve(match.Groups[1].Value, now))}\"");

    /// <summary>As Kubernetes writes times.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^now(?:(?<sign>[+-])(?<span>.+))?$", RegexOptions.None, 1000)]
    private static partial Regex Relative();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(ms|s|m|h|d)", RegexOptions.None, 1000)]
    private static partial Regex Part();

    [GeneratedRegex(@"(?:\s*\n)?[ ]*\{?\$time: ?[""']?(now[^\s""'}]*)[""']?\}?", RegexOptions.None, 1000)]
    private static partial Regex YamlTime();
}
