using System.Text;

namespace Krewe.Model.Validation;

/// <summary>
/// Finds and replaces simple tags in one string with Argo's rules: a tag ends at the first <c>}}</c>, an inner tag is replaced
/// first, unknown tags and expression tags stay.
/// </summary>
internal static class VariableText
{
    private const string Open = "{{";
    private const string Close = "}}";

    /// <summary>The simple tags of a text as they stand between the braces.</summary>
    public static IEnumerable<string> Tags(string text)
    {
        var at = 0;
        while (Next(text, at, out _) is { } tag)
        {
            at = tag.End;
            if (!IsExpression(tag.Text))
            {
                yield return tag.Text;
            }
        }
    }

    public static string Replace(string text, Func<string, string?> valueOf)
    {
        if (!text.Contains(Open, StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var at = 0;
        while (Next(text, at, out var start) is { } tag)
        {
            result.Append(text, at, start - at).Append(Resolve(tag.Text, valueOf));
            at = tag.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static string Resolve(string tag, Func<string, string?> valueOf)
    {
        if (!IsExpression(tag))
        {
            if (valueOf(tag.Trim()) is { } value)
            {
                return value;
            }

            // The end found belongs to the inner tag; what follows it ends the outer one in the next pass.
            var inner = tag.LastIndexOf(Open, StringComparison.Ordinal);
            if (inner > 0 && valueOf(tag[(inner + 2)..].Trim()) is { } innerValue)
            {
                return Open + tag[..inner] + innerValue;
            }
        }

        return Open + tag + Close;
    }

    private static (string Text, int End)? Next(string text, int at, out int start)
    {
        start = text.IndexOf(Open, at, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var end = text.IndexOf(Close, start + 2, StringComparison.Ordinal);
        return end < 0 ? null : (text[(start + 2)..end], end + 2);
    }

    private static bool IsExpression(string tag) => tag.AsSpan().TrimStart().StartsWith("=", StringComparison.Ordinal);
}
