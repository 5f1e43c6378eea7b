using System.Globalization;
using System.Text;
using Parlot;

namespace Krewe.Expressions.Lexing;

/// <summary>Cuts a text into tokens by a language's rules, on Parlot's scanner.</summary>
internal static class Lexer
{
    /// <summary>Longer texts are no expressions a person wrote.</summary>
    public const int MaxLength = 1 << 20;

    public static List<Token> Read(string text, LexerRules rules)
    {
        if (text.Length > MaxLength)
        {
            throw new ExpressionException(ExpressionErrorKind.Limit, $"the expression is longer than {MaxLength} characters", text, 0);
        }

        var scanner = new Scanner(text);
        var tokens = new List<Token>();
        while (true)
        {
            SkipBlanks(scanner, text, rules);
            if (scanner.Cursor.Eof)
            {
                tokens.Add(new Token(TokenKind.End, "", text.Length, text.Length));
                return tokens;
            }

            tokens.Add(Next(scanner, text, rules, tokens.Count == 0 ? default : tokens[^1]));
        }
    }

    private static Token Next(Scanner scanner, string text, LexerRules rules, Token before)
    {
        var cursor = scanner.Cursor;
        var (start, c) = (cursor.Offset, cursor.Current);
        if (rules.Numbers && (char.IsAsciiDigit(c) || (rules.PointNumbers && c == '.' && char.IsAsciiDigit(cursor.PeekNext()) && !EndsValue(before, start))))
        {
            Advance(scanner, NumberEnd(text, start) - start);
            return new Token(TokenKind.Number, text[start..cursor.Offset], start, cursor.Offset);
        }

        if (rules.WordStart(c))
        {
            var end = start + 1;
            while (end < text.Length && rules.WordPart(text[end]))
            {
                end++;
            }

            Advance(scanner, end - start);
            return new Token(TokenKind.Word, text[start..end], start, end);
        }

        if (rules.Interpolation && c == '"')
        {
            var end = InterpolatedEnd(text, start, 0);
            Advance(scanner, end - start);
            return new Token(TokenKind.Text, text[(start + 1)..(end - 1)], start, end);
        }

        if (rules.Quotes.Contains(c, StringComparison.Ordinal))
        {
            var value = ReadQuoted(scanner, text);
            return new Token(TokenKind.Text, value, start, cursor.Offset);
        }

        if (rules.RawQuotes.Contains(c, StringComparison.Ordinal))
        {
            var value = ReadRaw(scanner, text);
            return new Token(TokenKind.Text, value, start, cursor.Offset);
        }

        foreach (var symbol in rules.Symbols)
        {
            if (cursor.Match(symbol, StringComparison.Ordinal))
            {
                Advance(scanner, symbol.Length);
                return new Token(TokenKind.Symbol, symbol, start, cursor.Offset);
            }
        }

        throw Error(text, start, $"unexpected character {Show(c)}");
    }

    // After a value a point reads a member or opens a range, it starts no number.
    private static bool EndsValue(Token before, int at) =>
        before.End == at && (before.Kind is TokenKind.Word or TokenKind.Number or TokenKind.Text || before.Text is ")" or "]" or "}");

    private static int NumberEnd(string text, int at)
    {
        if (text[at] == '0' && at + 1 < text.Length && text[at + 1] is 'x' or 'X' or 'b' or 'B' or 'o' or 'O')
        {
            at += 2;
            while (at < text.Length && (char.IsAsciiHexDigit(text[at]) || text[at] == '_'))
            {
                at++;
            }

            return at;
        }

        at = Digits(text, at);
        if (at < text.Length && text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))
        {
            at = Digits(text, at + 1);
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var exponent = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
            if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            {
                at = Digits(text, exponent);
            }
        }

        return at;
    }

    private static int Digits(string text, int at)
    {
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return at;
    }

    private static void SkipBlanks(Scanner scanner, string text, LexerRules rules)
    {
        while (true)
        {
            scanner.SkipWhiteSpaceOrNewLine();
            var cursor = scanner.Cursor;
            if ((rules.SlashComments && cursor.Match("//", StringComparison.Ordinal)) || (rules.HashComments && cursor.Match('#')))
            {
                var end = text.IndexOf('\n', cursor.Offset);
                Advance(scanner, (end < 0 ? text.Length : end) - cursor.Offset);
            }
            else if (rules.SlashComments && cursor.Match("/*", StringComparison.Ordinal))
            {
                var end = text.IndexOf("*/", cursor.Offset + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    throw Error(text, cursor.Offset, "the comment is never closed by */");
                }

                Advance(scanner, end + 2 - cursor.Offset);
            }
            else
            {
                return;
            }
        }
    }

    private static string ReadRaw(Scanner scanner, string text)
    {
        var start = scanner.Cursor.Offset;
        var end = text.IndexOf(text[start], start + 1);
        if (end < 0)
        {
            throw Error(text, start, $"the text is never closed by {text[start]}");
        }

        Advance(scanner, end + 1 - start);
        return text[(start + 1)..end];
    }

    private static string ReadQuoted(Scanner scanner, string text)
    {
        var start = scanner.Cursor.Offset;
        var quote = text[start];
        var value = new StringBuilder();
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                Advance(scanner, i + 1 - start);
                return value.ToString();
            }

            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i = Escape(text, i + 1, value);
            }
            else
            {
                value.Append(text[i]);
            }
        }

        throw Error(text, start, $"the text is never closed by {quote}");
    }

    private static int Escape(string text, int i, StringBuilder value)
    {
        const string Letters = "abfnrtv\\'\"`/";
        const string Meant = "\a\b\f\n\r\t\v\\'\"`/";
        if (Letters.IndexOf(text[i], StringComparison.Ordinal) is >= 0 and var at)
        {
            value.Append(Meant[at]);
            return i;
        }

        var digits = text[i] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && i + digits < text.Length
            && int.TryParse(text.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code is >= 0 and <= 0x10FFFF)
        {
            _ = code is >= 0xD800 and <= 0xDFFF or <= 0xFFFF ? value.Append((char)code) : value.Append(char.ConvertFromUtf32(code));
            return i + digits;
        }

        throw Error(text, i - 1, $"unknown escape \\{text[i]}; a backslash itself is written \\\\");
    }

    // The end of a text, over the texts within the expressions within it.
    private static int InterpolatedEnd(string text, int start, int depth)
    {
        if (depth > 20)
        {
            throw Error(text, start, "texts are nested too deeply");
        }

        var parentheses = 0;
        for (var i = start + 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when parentheses == 0:
                    i++;
                    parentheses += i < text.Length && text[i] == '(' ? 1 : 0;
                    break;
                case '"' when parentheses == 0:
                    return i + 1;
                case '"':
                    i = InterpolatedEnd(text, i, depth + 1) - 1;
                    break;
                case '(' when parentheses > 0:
                    parentheses++;
                    break;
                case ')' when parentheses > 0:
                    parentheses--;
                    break;
            }
        }

        throw Error(text, start, "the text is never closed by \"");
    }

    /// <summary>Undoes the escapes of a text's inside, of which positions count from <paramref name="offset"/>.</summary>
    public static string Unescape(string raw, string text, int offset)
    {
        var value = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\' || i + 1 >= raw.Length)
            {
                value.Append(raw[i]);
                continue;
            }

            try
            {
                i = Escape(raw + " ", i + 1, value);
            }
            catch (ExpressionException e)
            {
                throw Error(text, offset + i, e.Message);
            }
        }

        return value.ToString();
    }

    private static void Advance(Scanner scanner, int count) => scanner.Cursor.Advance(count);

    private static string Show(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : $"'{c}'";

    private static ExpressionException Error(string text, int at, string message) => new(ExpressionErrorKind.Syntax, message, text, at);
}
