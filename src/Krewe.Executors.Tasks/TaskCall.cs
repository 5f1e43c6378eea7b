using System.Text.Json;
using Krewe.Model;

namespace Krewe.Executors.Tasks;

/// <summary>What a rendered template says of the task: its name, and the input that is written out beside it, if any.</summary>
internal sealed record TaskCall(string Name, JsonElement? Input, Template Template)
{
    /// <summary>Name of the plugin that stands for tasks.</summary>
    public const string Plugin = "krewe.io/task";

    /// <summary>Whether a template calls a task.</summary>
    public static bool Is(Template template) => template.Plugin is { ValueKind: JsonValueKind.Object } plugin && plugin.TryGetProperty(Plugin, out _);

    /// <exception cref="TaskFault">It is not written as it should be.</exception>
    public static TaskCall Of(Template template)
    {
        var settings = template.Plugin!.Value.GetProperty(Plugin);
        if (settings.ValueKind != JsonValueKind.Object || !settings.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String || name.GetString() is not { Length: > 0 } text)
        {
            throw new TaskFault($"template '{template.Name}': plugin {Plugin} needs the name of a task: {{{Plugin}: {{name: NAME}}}}");
        }

        if (settings.EnumerateObject().Select(item => item.Name).FirstOrDefault(item => item is not ("name" or "input")) is { } unknown)
        {
            throw new TaskFault($"template '{template.Name}': plugin {Plugin} has no field '{unknown}'; it has name and input");
        }

        if (template.Inputs?.Artifacts is { Count: > 0 } || template.Outputs?.Artifacts is { Count: > 0 })
        {
            throw new TaskFault($"template '{template.Name}': task '{text}' takes and gives parameters, not artifacts");
        }

        return new TaskCall(text, settings.TryGetProperty("input", out var input) ? input : null, template);
    }
}
