namespace Krewe.Expressions.Lexing;

/// <summary>A token: what was written, what it means (a string's value unescaped), and where.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset, int End)
{
    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && string.Equals(Text, symbol, StringComparison.Ordinal);

    public bool IsWord(string word) => Kind == TokenKind.Word && string.Equals(Text, word, StringComparison.Ordinal);

    public override string ToString() => Kind switch
    {
        TokenKind.End => "end of the text",
        TokenKind.Text => $"text \"{(Text.Length > 40 ? Text[..40] + "…" : Text)}\"",
        _ => $"'{Text}'",
    };
}
