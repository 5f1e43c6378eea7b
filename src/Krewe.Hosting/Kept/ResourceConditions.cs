using System.Globalization;
using System.Text.Json.Nodes;
using Krewe.Expressions;
using Krewe.Expressions.Selectors;
using Krewe.Model;

namespace Krewe.Hosting;

/// <summary>When a <c>resource</c> template is done: label selectors whose keys are paths into the object. Pure.</summary>
internal sealed class ResourceConditions
{
    private readonly LabelSelector _success;
    private readonly LabelSelector _failure;

    private ResourceConditions(LabelSelector success, LabelSelector failure)
    {
        _success = success;
        _failure = failure;
    }

    /// <summary>Whether there is anything to wait for.</summary>
    public bool Any => _success.Requirements.Length > 0 || _failure.Requirements.Length > 0;

    public static ResourceConditions Of(ResourceTemplate resource) => new(Parse(resource.SuccessCondition, "successCondition"), Parse(resource.FailureCondition, "failureCondition"));

    /// <summary>Whether the wait is over; the failure condition counts first, and each of its terms alone.</summary>
    /// <exception cref="ResourceFault">A failure condition holds.</exception>
    public bool AreMet(JsonObject value)
    {
        foreach (var term in _failure.Requirements)
        {
            if (term.Matches(Find(value, term.Key)))
            {
                throw new ResourceFault($"failure condition '{term}' evaluated true");
            }
        }

        return _success.Requirements.All(term => term.Matches(Find(value, term.Key)));
    }

    /// <summary>The text at a dotted path (keys, indexes of lists, <c>#</c> for a list's length); null when there is nothing.</summary>
    public static string? Find(JsonNode? value, string path)
    {
        var rest = path.AsSpan();
        while (value is not null && rest.Length > 0)
        {
            // Keys such as those of labels have dots of their own: the longest key that is there counts.
            var step = Step(value, rest);
            var length = step.Length;
            value = step.Next;
            rest = length >= rest.Length ? [] : rest[(length + 1)..];
        }

        return value switch
        {
            null => null,
            JsonValue text when text.TryGetValue<string>(out var plain) => plain,
            _ => value.ToJsonString(),
        };
    }

    private static (JsonNode? Next, int Length) Step(JsonNode value, ReadOnlySpan<char> path)
    {
        for (var length = path.Length; length > 0; length = path[..length].LastIndexOf('.'))
        {
            var key = path[..length].ToString();
            switch (value)
            {
                case JsonObject map when map.TryGetPropertyValue(key, out var found):
                    return (found, length);
                case JsonArray list when key == "#":
                    return (JsonValue.Create(list.Count), length);
                case JsonArray list when int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index):
                    return (index < list.Count ? list[index] : null, length);
            }
        }

        return (null, path.Length);
    }

    private static LabelSelector Parse(string? text, string field)
    {
        try
        {
            return LabelSelector.Parse(text);
        }
        catch (ExpressionException wrong)
        {
            throw new ResourceFault($"{field} '{text}' is not a condition: {wrong.Message}");
        }
    }
}
