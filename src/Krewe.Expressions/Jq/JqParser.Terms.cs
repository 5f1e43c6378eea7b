using Krewe.Expressions.Lexing;

namespace Krewe.Expressions.Jq;

internal sealed partial class JqParser
{
    private JqNode Term()
    {
        var token = _tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _tokens.Next();
                return new JqLiteral(Number(token), token.Offset);
            case TokenKind.Text:
                _tokens.Next();
                return Text(token, null);
            case TokenKind.Word:
                return Word(token);
            case TokenKind.Symbol:
                return Symbol(token);
            default:
                throw _tokens.Unexpected("a filter");
        }
    }

    private JqNode Symbol(Token token)
    {
        switch (token.Text)
        {
            case "..":
                _tokens.Next();
                return new JqDescend(token.Offset);
            case ".":
                _tokens.Next();
                return (_tokens.Current.Kind is TokenKind.Word or TokenKind.Text && _tokens.Current.Offset == token.End) || _tokens.Current.Kind == TokenKind.Text
                    ? new JqIndex(new JqIdentity(token.Offset), Name(), token.Offset)
                    : new JqIdentity(token.Offset);
            case "-":
                _tokens.Next();
                _tokens.Enter();
                var operand = Postfix();
                _tokens.Leave();
                return new JqNegate(operand, token.Offset);
            case "(":
                _tokens.Next();
                var inner = Pipe();
                _tokens.Expect(")");
                return inner;
            case "[":
                _tokens.Next();
                var body = _tokens.Is("]") ? null : Pipe();
                _tokens.Expect("]");
                return new JqArray(body, token.Offset);
            case "{":
                return Object(token);
            default:
                throw _tokens.Unexpected("a filter");
        }
    }

    private JqNode Word(Token token)
    {
        _tokens.Next();
        switch (token.Text)
        {
            case "null":
                return new JqLiteral(null, token.Offset);
            case "true" or "false":
                return new JqLiteral(token.Text == "true", token.Offset);
            case "if":
                return If(token);
            case "try":
                var tried = Postfix();
                return new JqTry(tried, _tokens.TakeWord("catch") ? Postfix() : null, token.Offset);
            case "reduce" or "foreach":
                return Fold(token);
            case "then" or "else" or "elif" or "end" or "and" or "or" or "as" or "catch" or "def":
                throw _tokens.Error(token.Offset, $"unexpected {token}, expected a filter");
        }

        if (token.Text[0] == '$')
        {
            return new JqVariable(token.Text[1..], token.Offset);
        }

        if (token.Text[0] == '@')
        {
            return _tokens.Current.Kind == TokenKind.Text ? Text(_tokens.Next(), token.Text) : new JqFormat(token.Text, token.Offset);
        }

        var arguments = new List<JqNode>();
        if (_tokens.Take("("))
        {
            do
            {
                arguments.Add(Pipe());
            }
            while (_tokens.Take(";"));

            _tokens.Expect(")");
        }

        return new JqCall(token.Text, arguments, token.Offset);
    }

    private JqIf If(Token at)
    {
        _tokens.Enter();
        var condition = Pipe();
        if (!_tokens.TakeWord("then"))
        {
            throw _tokens.Unexpected("'then'");
        }

        var then = Pipe();
        JqNode otherwise = new JqIdentity(at.Offset);
        var nested = _tokens.Current;
        if (_tokens.TakeWord("elif"))
        {
            otherwise = If(nested);
        }
        else
        {
            otherwise = _tokens.TakeWord("else") ? Pipe() : otherwise;
            if (!_tokens.TakeWord("end"))
            {
                throw _tokens.Unexpected("'end'");
            }
        }

        _tokens.Leave();
        return new JqIf(condition, then, otherwise, at.Offset);
    }

    private JqNode Fold(Token token)
    {
        var source = Source();
        var name = Variable();
        _tokens.Expect("(");
        var start = Pipe();
        _tokens.Expect(";");
        var update = Pipe();
        var extract = token.Text == "foreach" && _tokens.Take(";") ? Pipe() : null;
        _tokens.Expect(")");
        return token.Text == "reduce"
            ? new JqReduce(source, name, start, update, token.Offset)
            : new JqForeach(source, name, start, update, extract, token.Offset);
    }

    // A postfix term whose "as" belongs to reduce and foreach themselves.
    private JqNode Source()
    {
        var node = Term();
        while (!_tokens.Current.IsWord("as"))
        {
            var token = _tokens.Current;
            if (token.IsSymbol("[") || (token.IsSymbol(".") && _tokens.Peek().IsSymbol("[")))
            {
                _tokens.Take(".");
                node = Bracket(node);
            }
            else if (_tokens.Take("."))
            {
                node = new JqIndex(node, Name(), token.Offset);
            }
            else if (_tokens.Take("?"))
            {
                node = new JqTry(node, null, token.Offset);
            }
            else
            {
                throw _tokens.Unexpected("'as'");
            }
        }

        _tokens.Next();
        return node;
    }

    private JqObject Object(Token open)
    {
        _tokens.Next();
        var pairs = new List<(JqNode, JqNode)>();
        while (!_tokens.Take("}"))
        {
            var token = _tokens.Current;
            JqNode key;
            JqNode? implied;
            if (_tokens.Take("("))
            {
                key = Pipe();
                _tokens.Expect(")");
                implied = null;
            }
            else if (token.Kind == TokenKind.Word && token.Text[0] == '$')
            {
                key = new JqLiteral(Variable(), token.Offset);
                implied = new JqVariable(token.Text[1..], token.Offset);
            }
            else if (token.Kind is TokenKind.Word or TokenKind.Text)
            {
                key = Name();
                implied = new JqIndex(new JqIdentity(token.Offset), key, token.Offset);
            }
            else
            {
                throw _tokens.Unexpected("a key");
            }

            var value = _tokens.Take(":") ? ObjectValue() : implied ?? throw _tokens.Unexpected("':'");
            pairs.Add((key, value));
            if (!_tokens.Take(","))
            {
                _tokens.Expect("}");
                break;
            }
        }

        return new JqObject(pairs, open.Offset);
    }

    private JqNode ObjectValue()
    {
        var left = Alternative();
        return _tokens.Current is var op && _tokens.Take("|") ? new JqPipe(left, ObjectValue(), op.Offset) : left;
    }

    private JqNode Text(Token token, string? format)
    {
        var raw = token.Text;
        var parts = new List<JqNode>();
        var start = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                continue;
            }

            if (i + 1 < raw.Length && raw[i + 1] != '(')
            {
                i++;
                continue;
            }

            var close = Close(raw, i + 2);
            parts.Add(new JqLiteral(Lexer.Unescape(raw[start..i], _tokens.Text, token.Offset), token.Offset));
            _tokens.Enter();
            parts.Add(Parse(raw[(i + 2)..close]));
            _tokens.Leave();
            start = close + 1;
            i = close;
        }

        var rest = new JqLiteral(Lexer.Unescape(raw[start..], _tokens.Text, token.Offset), token.Offset);
        return parts.Count == 0 ? rest : new JqText([.. parts, rest], format, token.Offset);
    }

    private static int Close(string raw, int at)
    {
        var (depth, quoted) = (1, false);
        for (; at < raw.Length; at++)
        {
            depth += quoted ? 0 : raw[at] switch { '(' => 1, ')' => -1, _ => 0 };
            quoted ^= raw[at] == '"' && raw[at - 1] != '\\';
            if (depth == 0)
            {
                return at;
            }
        }

        throw new ExpressionException(ExpressionErrorKind.Syntax, "\\( is never closed by )", raw, raw.Length);
    }
}
