namespace Krewe.Storage;

/// <summary>A text with gaps: its pieces in order, with whatever text (none, too) between one and the next.</summary>
/// <param name="Pieces">The pieces, at least one; a single one is the whole text.</param>
/// <param name="IgnoreCase">Whether the letters A to Z count as their small ones. Other letters never do, so that all stores agree.</param>
public sealed record TextPattern(IReadOnlyList<string> Pieces, bool IgnoreCase = false)
{
    /// <summary>Any text that is there.</summary>
    public static TextPattern Anything { get; } = new(["", ""]);

    /// <summary>Whether every text fits.</summary>
    public bool IsAnything => Pieces.Count > 1 && Pieces.All(piece => piece.Length == 0);

    /// <summary>The one text that fits; null when there are gaps.</summary>
    public string? Exact => Pieces is [var whole] ? whole : null;

    /// <summary>What a text that fits begins with, when nothing else is asked of it; null otherwise.</summary>
    public string? Prefix => Pieces is [{ Length: > 0 } first, ""] ? first : null;

    /// <summary>The pieces as they are compared.</summary>
    public IEnumerable<string> Compared => IgnoreCase ? Pieces.Select(Fold) : Pieces;

    /// <summary>This text and no other.</summary>
    /// <param name="text">The text.</param>
    public static TextPattern Is(string text) => new([text]);

    /// <summary>Texts that begin so.</summary>
    /// <param name="text">The beginning.</param>
    public static TextPattern BeginsWith(string text) => new([text, ""]);

    /// <summary>Texts that have this somewhere.</summary>
    /// <param name="text">The part.</param>
    public static TextPattern Contains(string text) => new(["", text, ""]);

    /// <summary>Whether a text fits.</summary>
    /// <param name="text">The text.</param>
    public bool Matches(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pieces = Compared.ToArray();
        var compared = IgnoreCase ? Fold(text) : text;
        if (pieces is [var whole])
        {
            return compared == whole;
        }

        if (!compared.StartsWith(pieces[0], StringComparison.Ordinal))
        {
            return false;
        }

        var at = pieces[0].Length;
        foreach (var piece in pieces.AsSpan(1, pieces.Length - 2))
        {
            var found = compared.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + piece.Length;
        }

        return compared.Length - pieces[^1].Length >= at && compared.EndsWith(pieces[^1], StringComparison.Ordinal);
    }

    private static string Fold(string text) =>
        string.Create(text.Length, text, static (letters, from) =>
        {
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = from[i] is >= 'A' and <= 'Z' ? (char)(from[i] | 0x20) : from[i];
            }
        });
}
