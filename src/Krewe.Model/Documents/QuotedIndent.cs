using YamlDotNet.Core;

namespace Krewe.Model.Documents;

/// <summary>
/// Our YAML scanner refuses continuation lines of a quoted scalar that are indented less than the map around it; the Go
/// library takes them, and Argo's own examples have them. Leading blanks of such lines mean nothing, so they may be added.
/// </summary>
internal static class QuotedIndent
{
    private const int MaxRepairs = 100;
    private const long MaxWork = 50_000_000;
    private const long MaxAdded = 1_000_000;

    /// <summary>Each repair costs another pass over the text, so their number and the work in all are bounded.</summary>
    public static bool IsAllowed(string text, int repairs) => repairs < MaxRepairs && (repairs + 1L) * text.Length < MaxWork;

    public static bool IsCause(YamlException error) =>
        error.Message.Contains("multi-line", StringComparison.Ordinal) && error.Message.Contains("indentation", StringComparison.Ordinal);

    /// <summary>Indents the continuation lines of the quoted scalar at a place; null when there is none.</summary>
    public static string? Repair(string text, Mark start)
    {
        var at = 0;
        for (var line = 1; line < start.Line; line++)
        {
            at = text.IndexOf('\n', at) + 1;
            if (at == 0)
            {
                return null;
            }
        }

        at += (int)start.Column - 1;
        if (at >= text.Length || text[at] is not ('"' or '\''))
        {
            return null;
        }

        var end = End(text, at);
        var scalar = text[at..end];
        var indent = new string(' ', (int)start.Column);
        var lines = scalar.AsSpan().Count('\n');
        return lines > 0 && lines * (long)indent.Length < MaxAdded
            ? string.Concat(text.AsSpan(0, at), scalar.Replace("\n", "\n" + indent, StringComparison.Ordinal), text.AsSpan(end))
            : null;
    }

    /// <summary>Position of the closing quote, or the end of the text.</summary>
    private static int End(string text, int start)
    {
        var quote = text[start];
        var at = start + 1;
        while (at < text.Length && text[at] != quote)
        {
            at += quote == '"' && text[at] == '\\' ? 2 : 1;

            // '' is a quote inside a single-quoted scalar.
            if (quote == '\'' && at + 1 < text.Length && text[at] == quote && text[at + 1] == quote)
            {
                at += 2;
            }
        }

        return Math.Min(at, text.Length);
    }
}
