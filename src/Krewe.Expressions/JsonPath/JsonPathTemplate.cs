using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.JsonPath;

/// <summary>kubectl's JSONPath: text with <c>{.paths}</c>, <c>{"texts"}</c> and <c>{range .items[*]}…{end}</c> in it.</summary>
public sealed class JsonPathTemplate
{
    private const int MaxNesting = 20;
    private readonly List<Part> _parts;

    private JsonPathTemplate(string text, List<Part> parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>The text parsed.</summary>
    public string Text { get; }

    /// <exception cref="ExpressionException">The text is not a template.</exception>
    public static JsonPathTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // A bare path is taken for one in braces, as kubectl does.
        var braced = text.Contains('{', StringComparison.Ordinal) ? text : "{" + text + "}";
        var at = 0;
        return new JsonPathTemplate(text, Parts(braced, ref at, 0));
    }

    /// <summary>The filled text for a JSON value; several results of a path are separated by a blank.</summary>
    /// <exception cref="ExpressionException">The text is not JSON, a path leads nowhere, or a limit is passed.</exception>
    public string Render(string json, EvaluationLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        var budget = new Budget(limits ?? EvaluationLimits.Default, TimeProvider.System, Text);
        budget.Charge(json.Length);
        try
        {
            var root = GoJson.Parse(json);
            return Render(_parts, root, budget);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new ExpressionException(ExpressionErrorKind.Evaluation, $"the input is not JSON: {e.Message}", Text, 0, e);
        }
    }

    private static List<Part> Parts(string text, ref int at, int depth)
    {
        if (depth > MaxNesting)
        {
            throw new ExpressionException(ExpressionErrorKind.Limit, "range is nested too deeply", text, at);
        }

        var parts = new List<Part>();
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            if (open != at)
            {
                var end = open < 0 ? text.Length : open;
                parts.Add(new Part(text[at..end], null, null));
                at = end;
                continue;
            }

            var close = Close(text, open);
            var inside = text[(open + 1)..close].Trim();
            at = close + 1;
            if (inside == "end")
            {
                return depth > 0 ? parts : throw new ExpressionException(ExpressionErrorKind.Syntax, "{end} without {range}", text, open);
            }

            if (inside.StartsWith("range", StringComparison.Ordinal) && inside.Length > 5 && !char.IsLetterOrDigit(inside[5]))
            {
                parts.Add(new Part(null, JsonPathQuery.Parse(inside[5..].Trim()), Parts(text, ref at, depth + 1)));
            }
            else if (inside is ['"' or '\'', ..])
            {
                parts.Add(new Part(Lexing.Lexer.Unescape(inside[1..^1], text, open + 2), null, null));
            }
            else
            {
                parts.Add(new Part(null, JsonPathQuery.Parse(inside), null));
            }
        }

        return depth == 0 ? parts : throw new ExpressionException(ExpressionErrorKind.Syntax, "{range} is never closed by {end}", text, text.Length);
    }

    private static int Close(string text, int open)
    {
        var quote = '\0';
        for (var i = open + 1; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\')
            {
                i++;
            }
            else if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == '}')
            {
                return i;
            }
        }

        throw new ExpressionException(ExpressionErrorKind.Syntax, "{ is never closed by }", text, open);
    }

    private string Render(List<Part> parts, object? value, Budget budget)
    {
        var result = new System.Text.StringBuilder();
        foreach (var part in parts)
        {
            if (part.Query is null)
            {
                result.Append(part.Literal);
                continue;
            }

            var found = part.Query.Select(value, budget);
            if (part.Body is not null)
            {
                foreach (var item in found)
                {
                    result.Append(Render(part.Body, item, budget));
                }
            }
            else if (found.Count == 0 && part.Query.IsDefinite)
            {
                throw new ExpressionException(ExpressionErrorKind.Evaluation, $"{part.Query.Text} is not found", Text, 0);
            }
            else
            {
                result.AppendJoin(' ', found.Select(v => v as string ?? GoJson.Write(v, html: false)));
            }

            budget.Charge(result.Length);
        }

        return result.ToString();
    }

    private sealed record Part(string? Literal, JsonPathQuery? Query, List<Part>? Body);
}
