using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Model.Documents;

namespace Krewe.Model.Tests.Schema;

/// <summary>Just the keywords that the generated schema uses; an unknown keyword is an error, so that none is passed over.</summary>
internal static class SchemaValidator
{
    private static readonly HashSet<string> Annotations = ["description", "format", "$schema", "title", "$defs"];

    public static IReadOnlyList<string> Validate(JsonObject root, JsonNode? value, string kind)
    {
        var errors = new List<string>();
        Check(root, root["$defs"]![kind]!.AsObject(), value, "", errors);
        return errors;
    }

    private static void Check(JsonObject root, JsonObject schema, JsonNode? value, string path, List<string> errors)
    {
        foreach (var (keyword, rule) in schema)
        {
            switch (keyword)
            {
                case "$ref":
                    Check(root, root["$defs"]![((string)rule!).Split('/')[^1]]!.AsObject(), value, path, errors);
                    break;
                case "type" when !(rule is JsonArray types ? types.Select(t => (string)t!) : [(string)rule!]).Any(type => Is(type, value)):
                    errors.Add($"{path}: {value?.ToJsonString() ?? "null"} is no {rule!.ToJsonString()}");
                    break;
                case "const" when !JsonNode.DeepEquals(rule, value):
                    errors.Add($"{path}: is not {rule!.ToJsonString()}");
                    break;
                case "anyOf":
                    CheckAny(root, rule!.AsArray(), value, path, errors);
                    break;
                case "items" when value is JsonArray array:
                    for (var i = 0; i < array.Count; i++)
                    {
                        Check(root, rule!.AsObject(), array[i], DocumentPath.Append(path, i), errors);
                    }

                    break;
                case "properties" when value is JsonObject fields:
                    foreach (var (name, field) in fields.Where(field => rule![field.Key] is not null))
                    {
                        Check(root, rule![name]!.AsObject(), field, DocumentPath.Append(path, name), errors);
                    }

                    break;
                case "additionalProperties" when value is JsonObject fields:
                    foreach (var (name, field) in fields.Where(field => schema["properties"]?.AsObject().ContainsKey(field.Key) != true))
                    {
                        CheckAdditional(root, rule!, field, DocumentPath.Append(path, name), errors);
                    }

                    break;
                case "required" when value is JsonObject fields:
                    errors.AddRange(rule!.AsArray().Select(name => (string)name!).Where(name => !fields.ContainsKey(name)).Select(name => $"{path}: \"{name}\" is missing"));
                    break;
                case "type" or "const" or "items" or "properties" or "additionalProperties" or "required":
                    break;
                default:
                    Assert.Contains(keyword, Annotations);
                    break;
            }
        }
    }

    private static void CheckAdditional(JsonObject root, JsonNode rule, JsonNode? value, string path, List<string> errors)
    {
        if (rule is JsonObject schema)
        {
            Check(root, schema, value, path, errors);
        }
        else if (!rule.GetValue<bool>())
        {
            errors.Add($"{path}: is not allowed");
        }
    }

    /// <summary>The errors of the first alternative tell more than "none fits".</summary>
    private static void CheckAny(JsonObject root, JsonArray alternatives, JsonNode? value, string path, List<string> errors)
    {
        var attempts = alternatives.Select(alternative =>
        {
            var found = new List<string>();
            Check(root, alternative!.AsObject(), value, path, found);
            return found;
        }).ToList();
        if (attempts.TrueForAll(attempt => attempt.Count > 0))
        {
            errors.AddRange(attempts[0]);
        }
    }

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => value!.GetValue<double>() % 1 == 0,
        _ => false,
    };
}
