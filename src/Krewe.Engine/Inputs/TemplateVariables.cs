using System.Text.Json;
using Krewe.Expressions.Tags;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>The variables inside a template.</summary>
internal static class TemplateVariables
{
    /// <summary><c>node.name</c>, <c>pod.name</c>, <c>steps.name</c>, <c>tasks.name</c> and those of a retry, over the globals.</summary>
    public static TagScope Local(RunWork work, string nodeName, string podName, string? callName, IReadOnlyDictionary<string, string>? retry)
    {
        var all = new Dictionary<string, object?>
        {
            ["node.name"] = nodeName,
            ["pod.name"] = podName,
        };
        if (callName is not null)
        {
            all["steps.name"] = callName;
            all["tasks.name"] = callName;
        }

        foreach (var (name, value) in retry ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        return new TagScope(all, work.Globals);
    }

    /// <summary>Inputs and output paths over <paramref name="local"/>.</summary>
    public static TagScope Inside(Template template, Inputs? inputs, TagScope local)
    {
        var all = new Dictionary<string, object?>();
        foreach (var parameter in inputs?.Parameters ?? [])
        {
            var name = "inputs.parameters." + parameter.Name;
            all[name] = SecretParameters.Variable(name, parameter) ?? (object)(parameter.Value ?? "");
        }

        if (inputs?.Parameters is { Count: > 0 } parameters)
        {
            all["inputs.parameters"] = JsonSerializer.Serialize(parameters, EngineJson.Plain.IReadOnlyListParameter);
        }

        foreach (var artifact in template.Inputs?.Artifacts ?? [])
        {
            all[$"inputs.artifacts.{artifact.Name}.path"] = artifact.Path ?? "";
        }

        foreach (var artifact in template.Outputs?.Artifacts ?? [])
        {
            all[$"outputs.artifacts.{artifact.Name}.path"] = artifact.Path ?? "";
        }

        foreach (var parameter in template.Outputs?.Parameters ?? [])
        {
            if (parameter.ValueFrom?.Path is { } path)
            {
                all[$"outputs.parameters.{parameter.Name}.path"] = path;
            }
        }

        return new TagScope(all, local);
    }
}
