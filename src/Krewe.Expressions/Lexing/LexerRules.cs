namespace Krewe.Expressions.Lexing;

/// <summary>What the tokens of a language look like.</summary>
internal sealed class LexerRules
{
    public LexerRules(params string[] symbols) =>
        Symbols = [.. symbols.OrderByDescending(s => s.Length)];

    /// <summary>Operators and brackets, the longer first.</summary>
    public string[] Symbols { get; }

    public Func<char, bool> WordStart { get; init; } = static c => char.IsLetter(c) || c is '_' or '$';

    public Func<char, bool> WordPart { get; init; } = static c => char.IsLetterOrDigit(c) || c is '_' or '$';

    public string Quotes { get; init; } = "'\"";

    /// <summary>Quotes of strings without escapes.</summary>
    public string RawQuotes { get; init; } = "";

    /// <summary>Whether <c>//</c> and <c>/* */</c> are comments.</summary>
    public bool SlashComments { get; init; }

    /// <summary>Whether <c>#</c> starts a comment.</summary>
    public bool HashComments { get; init; }

    /// <summary>Whether a number may start with a point.</summary>
    public bool PointNumbers { get; init; } = true;

    /// <summary>Whether <c>\(…)</c> in a text is an expression: such a text is handed on as it is written, without its quotes.</summary>
    public bool Interpolation { get; init; }

    public bool Numbers { get; init; } = true;
}
