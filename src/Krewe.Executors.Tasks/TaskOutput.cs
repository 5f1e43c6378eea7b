using System.Text.Json;
using Krewe.Expressions;
using Krewe.Expressions.Jq;
using Krewe.Expressions.JsonPath;
using Krewe.Model;

namespace Krewe.Executors.Tasks;

/// <summary>
/// Writes what a task gave to the node's outputs: the whole as <c>outputs.result</c>, and the declared output parameters from
/// the properties of their names, or by <c>jsonPath</c> or <c>jqFilter</c>.
/// </summary>
internal static class TaskOutput
{
    public static Outputs? Write(TaskCall call, JsonElement? given)
    {
        var result = given is { ValueKind: not JsonValueKind.Null } value ? value : (JsonElement?)null;
        var declared = call.Template.Outputs?.Parameters ?? [];
        return result is null && declared.Count == 0 ? null : new Outputs
        {
            Result = result is { } whole ? TaskJson.Text(whole) : null,
            Parameters = declared.Count == 0 ? null : [.. declared.Select(parameter => parameter with { Value = parameter.Value ?? ValueOf(call, parameter, result, declared.Count == 1), ValueFrom = null })],
        };
    }

    private static string ValueOf(TaskCall call, Parameter parameter, JsonElement? result, bool isOnly)
    {
        var from = parameter.ValueFrom;
        try
        {
            var json = result?.GetRawText() ?? "null";
            var value = !string.IsNullOrEmpty(from?.JsonPath) ? JsonPathTemplate.Parse(from.JsonPath).Render(json)
                : !string.IsNullOrEmpty(from?.JqFilter) ? JqFilter.Parse(from.JqFilter).RunToText(json).Trim()
                : Named(parameter.Name!, result, isOnly);
            return value ?? from?.Default ?? throw new TaskFault($"task '{call.Name}' gave no output '{parameter.Name}'; it gave: {Given(result)}");
        }
        catch (ExpressionException wrong)
        {
            return from?.Default ?? throw new TaskFault($"task '{call.Name}', output '{parameter.Name}': {wrong.Message}");
        }
    }

    private static string? Named(string name, JsonElement? result, bool isOnly)
    {
        if (result is not { ValueKind: JsonValueKind.Object } members)
        {
            return isOnly && result is { } single ? TaskJson.Text(single) : null;
        }

        foreach (var member in members.EnumerateObject().Where(member => TaskJson.SameName(member.Name, name) && member.Value.ValueKind != JsonValueKind.Null))
        {
            return TaskJson.Text(member.Value);
        }

        return null;
    }

    private static string Given(JsonElement? result) => result switch
    {
        null => "nothing",
        { ValueKind: JsonValueKind.Object } members => string.Join(", ", members.EnumerateObject().Select(member => member.Name)),
        { } single => $"a {single.ValueKind.ToString().ToLowerInvariant()}",
    };
}
