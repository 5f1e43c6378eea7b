namespace Krewe.Expressions.Lexing;

/// <summary>Walks over tokens for a parser, and keeps the nesting within what the stack bears.</summary>
internal sealed class TokenReader(string text, List<Token> tokens)
{
    /// <summary>Deeper nesting is refused: parsing and evaluating recurse.</summary>
    public const int MaxNesting = 200;

    private int _nesting;

    public string Text { get; } = text;

    public int Position { get; set; }

    public Token Current => tokens[Position];

    public Token Peek(int ahead = 1) => tokens[Math.Min(Position + ahead, tokens.Count - 1)];

    public Token Next()
    {
        var token = tokens[Position];
        if (Position < tokens.Count - 1)
        {
            Position++;
        }

        return token;
    }

    public bool Is(string symbol) => Current.IsSymbol(symbol);

    public bool Take(string symbol)
    {
        if (!Current.IsSymbol(symbol))
        {
            return false;
        }

        Position++;
        return true;
    }

    public bool TakeWord(string word)
    {
        if (!Current.IsWord(word))
        {
            return false;
        }

        Position++;
        return true;
    }

    public Token Expect(string symbol) => Current.IsSymbol(symbol) ? Next() : throw Unexpected($"'{symbol}'");

    public Token ExpectWord(string what) => Current.Kind == TokenKind.Word ? Next() : throw Unexpected(what);

    public void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
        {
            throw Unexpected("an operator or the end");
        }
    }

    public void Enter()
    {
        if (++_nesting > MaxNesting)
        {
            throw new ExpressionException(ExpressionErrorKind.Limit, $"the expression is nested deeper than {MaxNesting} levels", Text, Current.Offset);
        }
    }

    public void Leave() => _nesting--;

    public ExpressionException Unexpected(string wanted) => Error(Current.Offset, $"unexpected {Current}, expected {wanted}");

    public ExpressionException Error(int offset, string message) => new(ExpressionErrorKind.Syntax, message, Text, offset);
}
