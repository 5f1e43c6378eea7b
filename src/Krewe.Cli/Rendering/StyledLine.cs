using System.Globalization;
using System.Text;

namespace Krewe.Cli.Rendering;

/// <summary>A line of output: text with styles, free of escape codes until it is written.</summary>
internal sealed class StyledLine(params IReadOnlyList<Span> spans)
{
    public static StyledLine Empty { get; } = new();

    public IReadOnlyList<Span> Spans { get; } = spans;

    public int Width => Spans.Sum(span => WidthOf(span.Text));

    public static implicit operator StyledLine(string text) => new(new Span(text));

    public static StyledLine FromString(string text) => text;

    /// <summary>Columns that a text takes: one a character, two for wide East Asian ones, none for combining ones.</summary>
    public static int WidthOf(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control => 0,
                _ => rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
                    or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) ? 2 : 1,
            };
        }

        return width;
    }

    /// <summary>The line as it is written, without blanks at its end.</summary>
    public string ToText(bool color)
    {
        var text = new StringBuilder();
        var pendingBlanks = 0;
        foreach (var span in Spans)
        {
            var content = span.Text.TrimEnd(' ');
            if (content.Length > 0)
            {
                text.Append(' ', pendingBlanks);
                pendingBlanks = 0;
                if (color && span.Style != TextStyle.None)
                {
                    text.Append("\e[").Append((int)span.Style).Append('m').Append(content).Append("\e[0m");
                }
                else
                {
                    text.Append(content);
                }
            }

            pendingBlanks += span.Text.Length - content.Length;
        }

        return text.ToString();
    }

    public override string ToString() => ToText(color: false);
}
