using System.Globalization;
using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Kubernetes label and field selectors in the store's terms.</summary>
internal static class Selectors
{
    public static IReadOnlyList<LabelRequirement> Labels(string? selector)
    {
        var requirements = new List<LabelRequirement>();
        foreach (var term in SplitTerms(selector))
        {
            requirements.Add(Label(term));
        }

        return requirements;
    }

    public static IEnumerable<(string Field, string Operator, string Value)> Fields(string? selector)
    {
        foreach (var term in SplitTerms(selector))
        {
            var at = term.AsSpan().IndexOfAny("=!<>");
            if (at <= 0)
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, $"field selector '{term}' has no operator");
            }

            var length = term[at..] is ['=', '=', ..] or ['!', '=', ..] ? 2 : 1;
            var found = term.Substring(at, length);
            yield return (term[..at].Trim(), found == "==" ? "=" : found, term[(at + length)..].Trim());
        }
    }

    public static DateTimeOffset Time(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time
        : throw new KreweException(KreweErrorCode.InvalidArgument, $"'{text}' is not a time (RFC 3339)");

    private static LabelRequirement Label(string term)
    {
        if (term.StartsWith('!'))
        {
            return new LabelRequirement(term[1..].Trim(), LabelOperator.NotExists, []);
        }

        if (term.IndexOf("!=", StringComparison.Ordinal) is > 0 and var unequal)
        {
            return new LabelRequirement(term[..unequal].Trim(), LabelOperator.NotIn, [term[(unequal + 2)..].Trim()]);
        }

        if (term.IndexOf('=', StringComparison.Ordinal) is > 0 and var equal)
        {
            return LabelRequirement.Is(term[..equal].Trim(), term[equal..].TrimStart('=').Trim());
        }

        if (term.IndexOf('(', StringComparison.Ordinal) is > 0 and var open && term.EndsWith(')'))
        {
            var head = term[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var values = term[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries);
            return head switch
            {
                [var key, "in"] => new LabelRequirement(key, LabelOperator.In, values),
                [var key, "notin"] => new LabelRequirement(key, LabelOperator.NotIn, values),
                _ => throw new KreweException(KreweErrorCode.InvalidArgument, $"label selector '{term}' is not understood"),
            };
        }

        return term.Contains(' ', StringComparison.Ordinal)
            ? throw new KreweException(KreweErrorCode.InvalidArgument, $"label selector '{term}' is not understood")
            : new LabelRequirement(term, LabelOperator.Exists, []);
    }

    /// <summary>Splits at commas outside parentheses.</summary>
    private static IEnumerable<string> SplitTerms(string? selector)
    {
        var depth = 0;
        var start = 0;
        var text = selector ?? "";
        for (var at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || (text[at] == ',' && depth == 0))
            {
                var term = text[start..at].Trim();
                start = at + 1;
                if (term.Length > 0)
                {
                    yield return term;
                }
            }
            else
            {
                depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            }
        }
    }
}
