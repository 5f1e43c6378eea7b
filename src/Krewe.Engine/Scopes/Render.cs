using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Krewe.Expressions.Tags;

namespace Krewe.Engine;

/// <summary>Substitutes tags in model objects, by way of their JSON text.</summary>
internal static class Render
{
    private static readonly ConditionalWeakTable<object, TagTemplate> Parsed = [];
    private static readonly TagReplaceOptions Tolerance = TagReplaceOptions.Lenient with { TolerateFailures = true };
    private static readonly TagReplaceOptions StepsAndTasks = TagReplaceOptions.StrictFor("steps", "tasks");

    /// <summary>All tags that can be resolved now; others stay for a later pass.</summary>
    public static T Lenient<T>(T value, TagScope scope, JsonTypeInfo<T> type)
        where T : class => Object(value, scope, type, TagReplaceOptions.Lenient);

    /// <summary>As <see cref="Lenient{T}"/>, but expressions that fail stay too.</summary>
    public static T Tolerant<T>(T value, TagScope scope, JsonTypeInfo<T> type)
        where T : class => Object(value, scope, type, Tolerance);

    /// <summary>As <see cref="Lenient{T}"/>, but tags of steps and tasks must resolve.</summary>
    public static T Call<T>(T value, TagScope scope, JsonTypeInfo<T> type)
        where T : class => Object(value, scope, type, StepsAndTasks);

    /// <summary>Every tag must resolve.</summary>
    public static string Text(string text, TagScope scope) => Replace(TagTemplate.Parse(text), scope, TagReplaceOptions.Strict);

    public static string LenientText(string text, TagScope scope) =>
        text.Contains("{{", StringComparison.Ordinal) ? Replace(TagTemplate.Parse(text), scope, TagReplaceOptions.Lenient) : text;

    public static string CallText(string text, TagScope scope) =>
        text.Contains("{{", StringComparison.Ordinal) ? Replace(TagTemplate.Parse(text), scope, StepsAndTasks) : text;

    /// <summary>The variable of a text that is one simple tag and nothing more; null for any other.</summary>
    public static string? OnlyTag(string? text)
    {
        var tag = text?.Trim();
        return tag is not null && tag.StartsWith("{{", StringComparison.Ordinal) && tag.EndsWith("}}", StringComparison.Ordinal)
            && tag.IndexOf("}}", StringComparison.Ordinal) == tag.Length - 2 && !tag.StartsWith("{{=", StringComparison.Ordinal)
            ? tag[2..^2].Trim()
            : null;
    }

    public static TagTemplate Parse<T>(T value, JsonTypeInfo<T> type)
        where T : class => Parsed.GetValue(value, key => TagTemplate.ParseJson(JsonSerializer.Serialize((T)key, type)));

    public static T Read<T>(string json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new UserErrorException("nothing is left after substitution");
        }
        catch (JsonException e)
        {
            throw new UserErrorException("after substitution: " + e.Message);
        }
    }

    private static T Object<T>(T value, TagScope scope, JsonTypeInfo<T> type, TagReplaceOptions options)
        where T : class
    {
        var template = Parse(value, type);
        return template.HasTags ? Read(Replace(template, scope, options), type) : value;
    }

    // A tag inside a tag is resolved first, which leaves the outer one for a second pass.
    private static string Replace(TagTemplate template, TagScope scope, TagReplaceOptions options)
    {
        if (!template.HasTags)
        {
            return template.Source;
        }

        var nested = template.Tags.Any(tag => tag.InnerName is not null);
        if (!nested)
        {
            return template.Replace(scope, options);
        }

        var first = template.Replace(scope, options.TolerateFailures ? Tolerance : TagReplaceOptions.Lenient);
        return (template.IsJson ? TagTemplate.ParseJson(first) : TagTemplate.Parse(first)).Replace(scope, options);
    }
}
