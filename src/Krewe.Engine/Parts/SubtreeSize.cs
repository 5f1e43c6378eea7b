using System.Globalization;
using System.Text.Json;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>How many nodes a template will have below it at least, as far as its text tells before it runs. Pure.</summary>
/// <remarks>
/// Loops count with their items where these are written down or are a sequence of known length; a list that is an output of a step counts
/// as one item. Conditions are taken to hold.
/// </remarks>
internal sealed class SubtreeSize(RunWork work)
{
    private readonly Dictionary<(Template Template, string Source), long> _known = [];
    private readonly HashSet<Template> _open = new(ReferenceEqualityComparer.Instance);

    /// <summary>Nodes of one execution of the template, itself included.</summary>
    /// <param name="template">The template.</param>
    /// <param name="inner">Where names inside it are looked up.</param>
    /// <param name="inputs">Values of its inputs, where they are known.</param>
    /// <param name="most">Where counting may stop.</param>
    public long Of(Template template, TemplateSource inner, Inputs? inputs, long most)
    {
        if (template is { Steps: null, Dag: null })
        {
            return 1;
        }

        // What calls itself ends by a condition that is not known yet.
        if (!_open.Add(template))
        {
            return 1;
        }

        try
        {
            // With values the size is that of one execution; without, all executions are alike.
            return inputs is null && _known.TryGetValue((template, inner.Text), out var known) ? known : Count(template, inner, inputs, most);
        }
        finally
        {
            _open.Remove(template);
        }
    }

    private long Count(Template template, TemplateSource inner, Inputs? inputs, long most)
    {
        var size = 1L + (template.Steps?.Count ?? 0);
        foreach (var call in template.Dag?.Tasks?.Select(Call.Of) ?? template.Steps?.SelectMany(group => group).Select(Call.Of) ?? [])
        {
            if (size > most)
            {
                return size;
            }

            var one = work.Peek(inner, call) is var (called, source) ? Of(called, source, null, most) : 1;
            size += one * Items(call, inputs);
        }

        if (inputs is null)
        {
            _known[(template, inner.Text)] = size;
        }

        return size;
    }

    private static long Items(Call call, Inputs? inputs)
    {
        if (call.WithItems is { Count: > 0 } items)
        {
            return items.Count;
        }

        if (call.WithParam is { Length: > 0 } param)
        {
            return Length(Value(param, inputs));
        }

        if (call.WithSequence is not { } sequence)
        {
            return 1;
        }

        if (Number(sequence.Count?.Text, inputs) is { } count)
        {
            return Math.Max(0, count);
        }

        return Number(sequence.Start?.Text ?? "0", inputs) is { } start && Number(sequence.End?.Text, inputs) is { } end ? Math.Abs(end - start) + 1 : 1;
    }

    private static long Length(string? list)
    {
        try
        {
            using var document = list is null ? null : JsonDocument.Parse(list);
            return document?.RootElement is { ValueKind: JsonValueKind.Array } array ? array.GetArrayLength() : 1;
        }
        catch (JsonException)
        {
            // The loop says what is wrong with it.
            return 1;
        }
    }

    private static long? Number(string? text, Inputs? inputs) =>
        long.TryParse(Value(text, inputs), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= int.MaxValue ? number : null;

    // A literal, or one input alone; whatever else stands there is known only when it runs.
    private static string? Value(string? text, Inputs? inputs)
    {
        const string Prefix = "inputs.parameters.";
        text = text?.Trim();
        if (text is null || !text.StartsWith("{{", StringComparison.Ordinal) || !text.EndsWith("}}", StringComparison.Ordinal))
        {
            return text;
        }

        var name = text[2..^2].Trim();
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? inputs?.Parameters?.FirstOrDefault(parameter => parameter.Name == name[Prefix.Length..])?.Value : null;
    }
}
