using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Krewe.Model.Runs;

namespace Krewe.Model.Validation;

internal sealed partial class SpecValidation
{
    private static readonly string[] CheckedPrefixes = ["item.", "steps.", "inputs.", "outputs.", "pod.", "workflow.", "tasks."];

    // Known only when the workflow runs, whatever the scope.
    private static readonly string[] LatePrefixes =
    [
        "outputs.", "workflow.creationTimestamp", "workflow.scheduledTime", "workflow.duration", "tasks.name", "steps.name", "node.name",
    ];

    /// <summary>Reports the tags of a part of a template that no variable in scope answers; says whether there was one.</summary>
    private bool CheckVariables<T>(T part, JsonTypeInfo<T> type, Scope scope, Place place)
    {
        var before = findings.Count;
        foreach (var (below, text) in ResourceText.Strings(part, type))
        {
            CheckVariables(text, scope, place.At(below));
        }

        return findings.Count > before;
    }

    private bool CheckVariables(string? text, Scope scope, Place place)
    {
        var before = findings.Count;
        foreach (var tag in VariableText.Tags(text ?? "").Where(tag => !IsKnown(tag.Trim(), scope)))
        {
            findings.Add(place, $"failed to resolve {{{{{tag}}}}}{VariableAdvice.Of(tag.Trim(), scope.Names.Concat(_globals.Keys))}");
        }

        return findings.Count > before;
    }

    private bool IsKnown(string name, Scope scope)
    {
        if (!StartsWithAny(name, CheckedPrefixes) || scope.Has(name) || _globals.ContainsKey(name) || scope.IsOpen(name))
        {
            return true;
        }

        return (name.StartsWith("item.", StringComparison.Ordinal) && scope.Has(Scope.AnyItem))
            || (name.StartsWith("workflow.outputs.parameters.", StringComparison.Ordinal) && scope.Has(Scope.AnyGlobalParameter))
            || (name.StartsWith("workflow.outputs.artifacts.", StringComparison.Ordinal) && scope.Has(Scope.AnyGlobalArtifact))
            || StartsWithAny(name, LatePrefixes)
            || (options.IsTemplate && name.StartsWith("workflow.parameters", StringComparison.Ordinal));
    }

    private static bool StartsWithAny(string name, string[] prefixes) => Array.Exists(prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static string? AddItems(IReadOnlyList<JsonElement>? withItems, string? withParam, Sequence? withSequence, Scope scope)
    {
        var hasItems = withItems is { Count: > 0 };
        var hasParam = !string.IsNullOrEmpty(withParam);
        if ((hasItems ? 1 : 0) + (hasParam ? 1 : 0) + (withSequence is null ? 0 : 1) > 1)
        {
            return "only one of withItems, withParam, withSequence can be specified";
        }

        if (hasParam)
        {
            scope.Add("item");
            scope.Add(Scope.AnyItem);
        }
        else if (withSequence is not null)
        {
            if (withSequence.Count is not null && withSequence.End is not null)
            {
                return "only one of count or end can be defined in withSequence";
            }

            scope.Add("item");
        }

        return hasItems ? withItems!.Select(item => AddItem(item, scope)).FirstOrDefault(error => error is not null) : null;
    }

    private static string? AddItem(JsonElement item, Scope scope)
    {
        switch (item.ValueKind)
        {
            case JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                scope.Add("item");
                return null;
            case JsonValueKind.Array:
                scope.AddRange(Enumerable.Range(0, item.GetArrayLength()).Select(index => $"item.[{index.ToString(CultureInfo.InvariantCulture)}]"));
                return null;
            case JsonValueKind.Object:
                scope.AddRange(item.EnumerateObject().Select(pair => $"item.{pair.Name}"));
                return null;
            default:
                return $"unsupported withItems type: {item.GetRawText()}";
        }
    }

    // Argo leaves sequences out, and so refuses outputs that they have when they run.
    private static bool IsLoop(IReadOnlyList<JsonElement>? items, string? param, Sequence? sequence) => items is { Count: > 0 } || !string.IsNullOrEmpty(param) || sequence is not null;

    /// <summary>Makes the outputs of a called template known under <c>steps.name</c> or <c>tasks.name</c>.</summary>
    private void AddOutputs(CalledTemplate called, string prefix, Scope scope, bool aggregate, bool isAncestor)
    {
        scope.AddRange([$"{prefix}.id", $"{prefix}.startedAt", $"{prefix}.finishedAt", $"{prefix}.hostNodeName"]);
        if (called.Failed)
        {
            scope.Open(prefix);
        }

        if (called.Template is not { } template)
        {
            return;
        }

        if (template.Daemon == true)
        {
            scope.Add($"{prefix}.ip");
        }

        var type = TemplateTypes.TypeOf(template);
        if (TemplateTypes.HasOutput(template) || (aggregate && type is TemplateType.Script or TemplateType.ContainerSet))
        {
            scope.AddRange([$"{prefix}.outputs.result", $"{prefix}.exitCode"]);
        }

        foreach (var parameter in template.Outputs?.Parameters ?? [])
        {
            scope.Add($"{prefix}.outputs.parameters.{parameter.Name}");
            AddGlobalOutput(parameter.GlobalName, "workflow.outputs.parameters", Scope.AnyGlobalParameter, scope);
        }

        foreach (var artifact in template.Outputs?.Artifacts ?? [])
        {
            scope.Add($"{prefix}.outputs.artifacts.{artifact.Name}");
            AddGlobalOutput(artifact.GlobalName, "workflow.outputs.artifacts", Scope.AnyGlobalArtifact, scope);
        }

        if (aggregate)
        {
            scope.Add($"{prefix}.outputs.parameters");
        }

        if (isAncestor)
        {
            scope.Add($"{prefix}.status");
        }
    }

    private void AddGlobalOutput(string? globalName, string family, string any, Scope scope)
    {
        if (string.IsNullOrEmpty(globalName))
        {
            return;
        }

        if (IsVariable(globalName))
        {
            scope.Add(any);
            return;
        }

        scope.Add($"{family}.{globalName}");
        AddGlobal($"{family}.{globalName}");
    }

    /// <summary>Whether a text holds a simple tag that is a plain dotted name, so that it is only known at run time.</summary>
    private static bool IsVariable(string? text) => VariableText.Tags(text ?? "").Any(tag =>
        tag.Length > 0 && tag[0] != '.' && tag[^1] != '.' && tag.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'));
}
