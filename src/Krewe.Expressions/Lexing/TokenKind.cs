namespace Krewe.Expressions.Lexing;

internal enum TokenKind
{
    End,
    Number,
    Text,
    Word,
    Symbol,
}
