using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Krewe.Model.Documents;

namespace Krewe.Model.Writing;

/// <summary>Writes strings so that any YAML 1.1 or 1.2 reader gets the same string back.</summary>
internal static partial class YamlText
{
    /// <summary>The string in one line: plain where that is safe, else in single or double quotes.</summary>
    public static string Inline(string text) => IsPlain(text) ? text : Quoted(text);

    /// <summary>A key in one line. Some readers take a star in a plain key for an alias.</summary>
    public static string Key(string text) => IsPlain(text) && !text.Contains('*', StringComparison.Ordinal) ? text : Quoted(text);

    private static string Quoted(string text) =>
        text.Any(NeedsEscape) ? DoubleQuoted(text) : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Whether a string is best written as a literal block, and can be without loss: readers disagree where its first line is blank or indented.</summary>
    public static bool IsBlock(string text) =>
        text.Length > 0 && !char.IsWhiteSpace(text[0]) && text.Contains('\n', StringComparison.Ordinal) && text.AsSpan().Trim("\n \t").Length > 0 && !text.Any(c => c != '\n' && c != '\t' && NeedsEscape(c));

    /// <summary>Writes a literal block: header, then the lines, each after the indent.</summary>
    public static void AppendBlock(StringBuilder output, string text, int indent, int parentIndent)
    {
        output.Append('|');

        // A reader takes the indentation from the first line, so it must be told where that line is blank or indented.
        if (text[0] is ' ' or '\n' or '\t')
        {
            output.Append(CultureInfo.InvariantCulture, $"{indent - parentIndent}");
        }

        var body = text.TrimEnd('\n');
        var newlines = text.Length - body.Length;
        output.Append(newlines switch { 0 => "-", 1 => "", _ => "+" }).Append('\n');
        foreach (var line in body.Split('\n'))
        {
            if (line.Length > 0)
            {
                output.Append(' ', indent).Append(line);
            }

            output.Append('\n');
        }

        output.Append('\n', Math.Max(0, newlines - 1));
    }

    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text.Any(NeedsEscape))
        {
            return false;
        }

        var first = text[0] switch
        {
            ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' or '=' or '~' => false,
            '-' => text.Length > 1 && text[1] != ' ' && !text.StartsWith("---", StringComparison.Ordinal),
            '?' or ':' => false,
            '<' => text != "<<",
            '.' => !text.StartsWith("...", StringComparison.Ordinal),
            _ => true,
        };
        return first
            && !text.Contains(": ", StringComparison.Ordinal) && text[^1] != ':' && !text.Contains(" #", StringComparison.Ordinal)
            && !LooksNumeric().IsMatch(text)
            && YamlScalar.ResolvePlain(text).Kind == ScalarKind.String;
    }

    private static bool NeedsEscape(char c) => c is < ' ' or (>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff' || char.IsSurrogate(c);

    private static string DoubleQuoted(string text)
    {
        var output = new StringBuilder(text.Length + 8).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (i + 1 < text.Length && char.IsSurrogatePair(text, i))
            {
                output.Append(c).Append(text[++i]);
                continue;
            }

            _ = c switch
            {
                '"' => output.Append("\\\""),
                '\\' => output.Append("\\\\"),
                '\n' => output.Append("\\n"),
                '\t' => output.Append("\\t"),
                '\r' => output.Append("\\r"),
                _ when NeedsEscape(c) => output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => output.Append(c),
            };
        }

        return output.Append('"').ToString();
    }

    /// <summary>Numbers, dates and base-60 numbers of readers less careful than ours.</summary>
    [GeneratedRegex(@"^[-+]?[0-9][0-9_.:,]*$|^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LooksNumeric();
}
