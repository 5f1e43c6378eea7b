namespace Krewe.Expressions;

/// <summary>The one exception of this library: a text that cannot be parsed or evaluated, with the place.</summary>
public sealed class ExpressionException : Exception
{
    public ExpressionException(ExpressionErrorKind kind, string message, string? source = null, int offset = -1, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Text = source;
        Offset = offset;
        (Line, Column) = source is not null && offset >= 0 ? Locate(source, offset) : (0, 0);
    }

    /// <summary>What sort of failure this is.</summary>
    public ExpressionErrorKind Kind { get; }

    /// <summary>The text that was parsed or evaluated, when known.</summary>
    public string? Text { get; }

    /// <summary>Offset of the trouble in <see cref="Text"/>, or -1.</summary>
    public int Offset { get; }

    /// <summary>Line of the trouble, from 1; 0 when not known.</summary>
    public int Line { get; }

    /// <summary>Column of the trouble, from 1; 0 when not known.</summary>
    public int Column { get; }

    /// <summary>Whether the failure may heal once more variables are known.</summary>
    public bool IsMissingVariable => Kind == ExpressionErrorKind.MissingVariable;

    /// <summary>The message with the place, the line concerned and a mark below the spot.</summary>
    public string Describe()
    {
        if (Text is null || Line == 0)
        {
            return Message;
        }

        var start = Text.LastIndexOf('\n', Math.Max(0, Math.Min(Offset, Text.Length) - 1)) + 1;
        if (Offset == 0)
        {
            start = 0;
        }

        var end = Text.IndexOf('\n', Math.Min(start, Text.Length));
        var line = Text[start..(end < 0 ? Text.Length : end)];
        var from = Math.Max(0, Column - 60);
        var shown = line[Math.Min(from, line.Length)..Math.Min(line.Length, from + 120)];
        return $"{Message} (line {Line}, column {Column})\n | {shown}\n | {new string('.', Math.Max(0, Column - 1 - from))}^";
    }

    private static (int Line, int Column) Locate(string text, int offset)
    {
        var (line, start) = (1, 0);
        for (var i = 0; i < offset && i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                line++;
                start = i + 1;
            }
        }

        return (line, Math.Min(offset, text.Length) - start + 1);
    }
}
