namespace Krewe.Model.Runs;

/// <summary>
/// A node field selector, <c>displayName=approve,phase!=Succeeded</c>: all its terms must hold. Fields are <c>displayName</c>,
/// <c>templateName</c>, <c>phase</c>, <c>name</c>, <c>id</c>, <c>templateRef.name</c>, <c>templateRef.template</c> and
/// <c>inputs.parameters.&lt;name&gt;.value</c>; one that a node does not have is empty.
/// </summary>
public sealed class NodeSelector
{
    private readonly IReadOnlyList<Term> _terms;

    private NodeSelector(IReadOnlyList<Term> terms) => _terms = terms;

    /// <summary>Reads a selector; <c>\</c> takes the meaning from a following <c>,</c>, <c>=</c> or <c>\</c>.</summary>
    /// <returns>The selector, or the reason why the text is none.</returns>
    public static (NodeSelector? Selector, string? Error) Parse(string text)
    {
        var terms = new List<Term>();
        foreach (var part in Split(text).Where(part => part.Length > 0))
        {
            if (TermOf(part) is not { } term)
            {
                return (null, $"invalid selector: '{text}'; can't understand '{part}'");
            }

            terms.Add(term);
        }

        return (new NodeSelector(terms), null);
    }

    /// <summary>Whether a node fulfils all terms.</summary>
    public bool Matches(NodeStatus node) => _terms.All(term => string.Equals(FieldOf(node, term.Field), term.Value, StringComparison.Ordinal) != term.Negated);

    private static string FieldOf(NodeStatus node, string field) => field switch
    {
        "displayName" => node.DisplayName ?? "",
        "templateName" => node.TemplateRef is { } reference ? reference.Template ?? "" : node.TemplateName ?? "",
        "phase" => node.Phase ?? "",
        "name" => node.Name,
        "id" => node.Id,
        "templateRef.name" => node.TemplateRef?.Name ?? "",
        "templateRef.template" => node.TemplateRef?.Template ?? "",
        _ => ParameterOf(node, field),
    };

    private static string ParameterOf(NodeStatus node, string field)
    {
        const string Before = "inputs.parameters.";
        const string After = ".value";
        if (!field.StartsWith(Before, StringComparison.Ordinal) || !field.EndsWith(After, StringComparison.Ordinal) || field.Length <= Before.Length + After.Length)
        {
            return "";
        }

        var name = field[Before.Length..^After.Length];
        return node.Inputs?.Parameters?.LastOrDefault(parameter => parameter.Name == name)?.Value ?? "";
    }

    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static Term? TermOf(string part)
    {
        var at = part.IndexOf('=', StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var negated = at > 0 && part[at - 1] == '!';
        var isDouble = !negated && at + 1 < part.Length && part[at + 1] == '=';
        var value = Unescape(part[(at + (isDouble ? 2 : 1))..]);
        return value is null ? null : new Term(part[..(negated ? at - 1 : at)], value, negated);
    }

    private static string? Unescape(string text)
    {
        var value = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is ',' or '=')
            {
                return null;
            }

            if (text[i] == '\\' && (++i == text.Length || text[i] is not (',' or '=' or '\\')))
            {
                return null;
            }

            value.Append(text[i]);
        }

        return value.ToString();
    }

    private sealed record Term(string Field, string Value, bool Negated);
}
