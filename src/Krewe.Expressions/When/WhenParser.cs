using System.Globalization;
using Krewe.Expressions.Lexing;

namespace Krewe.Expressions.When;

/// <summary>Parser of the language of <c>when</c>: bare words are texts, numbers are floats, date-like texts are times.</summary>
internal sealed class WhenParser
{
    private static readonly LexerRules Rules = new(
        "==", "!=", ">=", "<=", "=~", "!~", "&&", "||", "??", "**", ">>", "<<", ">", "<", "+", "-", "*", "/", "%", "&", "|", "^", "!", "~", "?", ":", "(", ")", ",", "[", "]")
    {
        WordStart = static c => char.IsLetter(c) || c == '_',
        WordPart = static c => char.IsLetterOrDigit(c) || c is '_' or '.',
        PointNumbers = false,
    };

    // From the loosest to the tightest binding.
    private static readonly string[][] Levels =
    [
        ["||"], ["&&"], ["==", "!=", ">", "<", ">=", "<=", "=~", "!~", "in"], ["&", "|", "^"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"], ["**"],
    ];

    private static readonly string[] Dates =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-ddTHHK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "ddd MMM d HH:mm:ss yyyy", "h:mmtt",
    ];

    private readonly TokenReader _tokens;

    private WhenParser(TokenReader tokens) => _tokens = tokens;

    public static WhenNode Parse(string text)
    {
        var reader = new TokenReader(text, Lexer.Read(text, Rules));
        var node = new WhenParser(reader).Ternary();
        if (reader.Current.Kind != TokenKind.End)
        {
            var before = reader.Position > 0 ? $" after {reader.Peek(-1)}" : "";
            throw reader.Error(reader.Current.Offset, $"Cannot transition token types: unexpected {reader.Current}{before}; put a text with blanks or special characters in quotes");
        }

        return node;
    }

    private WhenNode Ternary()
    {
        _tokens.Enter();
        var node = Level(0);
        while (_tokens.Is("?") || _tokens.Is("??"))
        {
            var op = _tokens.Next();
            if (op.Text == "??")
            {
                node = new WhenBinary("??", node, Level(0), op.Offset);
                continue;
            }

            var then = Level(0);
            node = new WhenTernary(node, then, _tokens.Take(":") ? Ternary() : null, op.Offset);
        }

        _tokens.Leave();
        return node;
    }

    private WhenNode Level(int level)
    {
        if (level == Levels.Length)
        {
            return Prefix();
        }

        var left = Level(level + 1);
        while (true)
        {
            var op = _tokens.Current;
            var text = op.Kind == TokenKind.Word && op.Text == "IN" ? "in" : op.Text;
            if (op.Kind is not (TokenKind.Symbol or TokenKind.Word) || !Levels[level].Contains(text))
            {
                return left;
            }

            _tokens.Next();
            left = new WhenBinary(text, left, text == "in" ? Set() : Level(level + 1), op.Offset);
        }
    }

    private WhenNode Set()
    {
        var open = _tokens.Current;
        if (!_tokens.Take("("))
        {
            throw _tokens.Unexpected("'(' with the values after 'in'");
        }

        var items = new List<WhenNode>();
        if (!_tokens.Is(")"))
        {
            do
            {
                items.Add(Ternary());
            }
            while (_tokens.Take(","));
        }

        _tokens.Expect(")");
        return new WhenList(items, open.Offset);
    }

    private WhenNode Prefix()
    {
        var token = _tokens.Current;
        if (token.Kind == TokenKind.Symbol && token.Text is "!" or "-" or "~")
        {
            _tokens.Next();
            _tokens.Enter();
            var operand = Prefix();
            _tokens.Leave();
            return new WhenUnary(token.Text, operand, token.Offset);
        }

        return Value();
    }

    private WhenNode Value()
    {
        var token = _tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Symbol when token.Text == "(":
                _tokens.Next();
                var inner = Ternary();
                if (_tokens.Is(","))
                {
                    var items = new List<WhenNode> { inner };
                    while (_tokens.Take(","))
                    {
                        items.Add(Ternary());
                    }

                    inner = new WhenList(items, token.Offset);
                }

                _tokens.Expect(")");
                return inner;
            case TokenKind.Symbol when token.Text == "[":
                return Bracketed(token);
            case TokenKind.Number:
                _tokens.Next();
                return new WhenValue(Number(token), token.Offset);
            case TokenKind.Text:
                _tokens.Next();
                return new WhenValue(Date(token.Text) is { } time ? time : token.Text, token.Offset);
            case TokenKind.Word:
                _tokens.Next();
                return new WhenValue(token.Text switch { "true" => true, "false" => false, var word => word }, token.Offset);
            case TokenKind.End:
                throw _tokens.Error(token.Offset, "Unexpected end of expression");
            default:
                throw _tokens.Error(token.Offset, $"Invalid token: '{token.Text}'");
        }
    }

    // [any name] is a variable, hence a text too.
    private WhenValue Bracketed(Token open)
    {
        var end = _tokens.Text.IndexOf(']', open.Offset);
        if (end < 0)
        {
            throw _tokens.Error(open.Offset, "Unclosed parameter bracket");
        }

        while (_tokens.Current.Offset < end && _tokens.Current.Kind != TokenKind.End)
        {
            _tokens.Next();
        }

        _tokens.Expect("]");
        return new WhenValue(_tokens.Text[(open.Offset + 1)..end], open.Offset);
    }

    private double Number(Token token)
    {
        if (token.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && ulong.TryParse(token.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
        {
            return hex;
        }

        return double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw _tokens.Error(token.Offset, $"Unable to parse numeric value '{token.Text}' to a number");
    }

    private static double? Date(string text) =>
        DateTimeOffset.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeSeconds()
            : null;
}
