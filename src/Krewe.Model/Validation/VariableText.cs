using Krewe.Expressions;
using Krewe.Expressions.Tags;

namespace Krewe.Model.Validation;

/// <summary>The simple tags in one string of a resource. A text with a tag that never closes has none: it is text.</summary>
internal static class VariableText
{
    private static readonly TagReplaceOptions SimpleOnly = TagReplaceOptions.Lenient with { EvaluateExpressions = false };

    /// <summary>The simple tags of a text as they stand between the braces.</summary>
    public static IEnumerable<string> Tags(string text) =>
        Parse(text) is { } template ? template.Tags.Where(tag => tag.Kind == TagSegmentKind.Simple).Select(tag => tag.Content) : [];

    public static string Replace(string text, TagScope scope) => Parse(text)?.Replace(scope, SimpleOnly) ?? text;

    private static TagTemplate? Parse(string text)
    {
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return TagTemplate.Parse(text);
        }
        catch (ExpressionException)
        {
            return null;
        }
    }
}
