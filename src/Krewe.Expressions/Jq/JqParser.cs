using System.Globalization;
using Krewe.Expressions.Lexing;

namespace Krewe.Expressions.Jq;

/// <summary>Parser of the reading part of jq: there are no assignments, as nothing here changes a value.</summary>
internal sealed partial class JqParser
{
    private static readonly LexerRules Rules = new("?//", "..", "//", "==", "!=", "<=", ">=", "|=", "+=", "-=", "|", ",", "+", "-", "*", "/", "%", "<", ">", "=", "?", ":", ";", ".", "(", ")", "[", "]", "{", "}")
    {
        WordStart = static c => char.IsAsciiLetter(c) || c is '_' or '$' or '@',
        WordPart = static c => char.IsAsciiLetterOrDigit(c) || c == '_',
        Interpolation = true,
        HashComments = true,
        Quotes = "",
    };

    private static readonly string[][] Levels = [["or"], ["and"], ["==", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];

    private readonly TokenReader _tokens;

    private JqParser(TokenReader tokens) => _tokens = tokens;

    public static JqNode Parse(string text)
    {
        var reader = new TokenReader(text, Lexer.Read(text, Rules));
        if (reader.Current.Kind == TokenKind.End)
        {
            return new JqIdentity(0);
        }

        var node = new JqParser(reader).Pipe();
        return reader.Current.Kind == TokenKind.End ? node
            : reader.Current.Text is "=" or "|=" or "+=" or "-=" ? throw reader.Error(reader.Current.Offset, "assignments change a value and are not part of a filter here")
            : throw reader.Unexpected("an operator or the end");
    }

    private JqNode Pipe()
    {
        _tokens.Enter();
        try
        {
            if (_tokens.Current.IsWord("def"))
            {
                return Define();
            }

            var left = Comma();
            return _tokens.Current is var op && _tokens.Take("|") ? new JqPipe(left, Pipe(), op.Offset) : left;
        }
        finally
        {
            _tokens.Leave();
        }
    }

    private JqDefine Define()
    {
        var at = _tokens.Next().Offset;
        var name = _tokens.ExpectWord("a function's name").Text;
        var parameters = new List<string>();
        if (_tokens.Take("("))
        {
            do
            {
                parameters.Add(_tokens.ExpectWord("a parameter's name").Text);
            }
            while (_tokens.Take(";"));

            _tokens.Expect(")");
        }

        _tokens.Expect(":");
        var definition = Pipe();
        foreach (var parameter in parameters.Where(p => p[0] == '$'))
        {
            // $x is short for a filter x whose every value is bound.
            definition = new JqBind(new JqCall(parameter[1..], [], at), parameter[1..], definition, at);
        }

        _tokens.Expect(";");
        return new JqDefine(name, parameters, definition, Pipe(), at);
    }

    private JqNode Comma()
    {
        var left = Alternative();
        while (_tokens.Current is var op && _tokens.Take(","))
        {
            left = new JqComma(left, Alternative(), op.Offset);
        }

        return left;
    }

    private JqNode Alternative()
    {
        var left = Binary(0);
        if (_tokens.Current is var op && _tokens.Take("//"))
        {
            _tokens.Enter();
            left = new JqBinary("//", left, Alternative(), op.Offset);
            _tokens.Leave();
        }

        return left;
    }

    private JqNode Binary(int level)
    {
        if (level == Levels.Length)
        {
            return Postfix();
        }

        var left = Binary(level + 1);
        while (_tokens.Current is { Kind: TokenKind.Symbol or TokenKind.Word } op && Levels[level].Contains(op.Text))
        {
            _tokens.Next();
            left = new JqBinary(op.Text, left, Binary(level + 1), op.Offset);
        }

        return left;
    }

    private JqNode Postfix()
    {
        var node = Term();
        while (true)
        {
            var token = _tokens.Current;
            if (token.IsSymbol("?"))
            {
                _tokens.Next();
                node = new JqTry(node, null, token.Offset);
            }
            else if (token.IsSymbol("[") || (token.IsSymbol(".") && _tokens.Peek().IsSymbol("[")))
            {
                _tokens.Take(".");
                node = Bracket(node);
            }
            else if (token.IsSymbol(".") && _tokens.Peek().Kind is TokenKind.Word or TokenKind.Text)
            {
                _tokens.Next();
                node = new JqIndex(node, Name(), token.Offset);
            }
            else if (token.IsWord("as"))
            {
                _tokens.Next();
                var name = Variable();
                _tokens.Expect("|");
                return new JqBind(node, name, Pipe(), token.Offset);
            }
            else
            {
                return node;
            }
        }
    }

    private JqNode Bracket(JqNode target)
    {
        var at = _tokens.Expect("[").Offset;
        if (_tokens.Take("]"))
        {
            return new JqIterate(target, at);
        }

        var from = _tokens.Is(":") ? null : Pipe();
        if (_tokens.Take(":"))
        {
            var to = _tokens.Is("]") ? null : Pipe();
            _tokens.Expect("]");
            return new JqSlice(target, from, to, at);
        }

        _tokens.Expect("]");
        return new JqIndex(target, from!, at);
    }

    private JqNode Name()
    {
        var token = _tokens.Next();
        return token.Kind == TokenKind.Word ? new JqLiteral(token.Text, token.Offset) : Text(token, null);
    }

    private string Variable()
    {
        var token = _tokens.ExpectWord("a variable such as $x");
        return token.Text.StartsWith('$') && token.Text.Length > 1 ? token.Text[1..] : throw _tokens.Error(token.Offset, "a variable is written $x");
    }

    private static object Number(Token token) => double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0.0;
}
