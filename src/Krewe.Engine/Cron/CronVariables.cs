using System.Text.Json;
using Krewe.Expressions.Tags;
using Krewe.Model;

namespace Krewe.Engine.Cron;

/// <summary>The variables <c>cronworkflow.*</c>.</summary>
internal static class CronVariables
{
    private const string Prefix = "cronworkflow.";

    public static TagScope Of(CronWorkflow cron, DateTimeOffset now)
    {
        var labels = Map(cron.Metadata.Labels);
        var annotations = Map(cron.Metadata.Annotations);
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [Prefix + "name"] = cron.Metadata.Name ?? "",
            [Prefix + "namespace"] = cron.Metadata.Namespace ?? "",
            [Prefix + "failed"] = cron.Status?.Failed ?? 0,
            [Prefix + "succeeded"] = cron.Status?.Succeeded ?? 0,
            [Prefix + "lastScheduledTime"] = cron.Status?.LastScheduledTime,
        };
        Add(variables, "labels", labels, labels);
        // Argo shows labels under this name: whoever leans on that still finds them, beside the annotations.
        Add(variables, "annotations", Merged(labels, annotations), annotations);
        return new TagScope(variables) { Clock = new MomentClock(now) };
    }

    private static void Add(Dictionary<string, object?> variables, string name, Dictionary<string, string> all, Dictionary<string, string> json)
    {
        variables[Prefix + name] = all.ToDictionary(entry => entry.Key, entry => (object?)entry.Value, StringComparer.Ordinal);
        foreach (var (key, value) in all)
        {
            variables[$"{Prefix}{name}.{key}"] = value;
        }

        variables[$"{Prefix}{name}.json"] = JsonSerializer.Serialize(json, ModelJson.Default.DictionaryStringString);
    }

    private static Dictionary<string, string> Map(IReadOnlyDictionary<string, string>? map) => new(map ?? new Dictionary<string, string>(), StringComparer.Ordinal);

    private static Dictionary<string, string> Merged(Dictionary<string, string> first, Dictionary<string, string> second)
    {
        var all = new Dictionary<string, string>(first, StringComparer.Ordinal);
        foreach (var (key, value) in second)
        {
            all[key] = value;
        }

        return all;
    }
}
