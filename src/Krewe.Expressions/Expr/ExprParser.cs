using System.Globalization;
using Krewe.Expressions.Lexing;

namespace Krewe.Expressions.Expr;

/// <summary>Operator-precedence parser of the expr language.</summary>
internal sealed partial class ExprParser
{
    private static readonly LexerRules Rules = new(
        "**", "..", "||", "&&", "==", "!=", ">=", "<=", "??", "?.", "::", "+", "-", "*", "/", "%", "^", "|", "<", ">", "!", "?", ":", ";", ",", "=", ".", "#", "(", ")", "[", "]", "{", "}")
    {
        RawQuotes = "`",
        SlashComments = true,
    };

    private readonly TokenReader _tokens;
    private readonly HashSet<string> _bound = new(StringComparer.Ordinal);
    private int _predicates;

    private ExprParser(TokenReader tokens) => _tokens = tokens;

    public static ExprNode Parse(string text)
    {
        var reader = new TokenReader(text, Lexer.Read(text, Rules));
        var parser = new ExprParser(reader);
        var node = parser.Sequence();
        reader.ExpectEnd();
        return node;
    }

    private ExprNode Sequence()
    {
        var first = Expression(0);
        if (!_tokens.Is(";"))
        {
            return first;
        }

        List<ExprNode> items = [first];
        while (_tokens.Take(";"))
        {
            if (_tokens.Current.Kind == TokenKind.End || _tokens.Is("}"))
            {
                break;
            }

            items.Add(Expression(0));
        }

        return new SequenceNode([.. items], first.Offset);
    }

    private ExprNode Expression(int precedence)
    {
        _tokens.Enter();
        try
        {
            if (precedence == 0 && _tokens.Current.IsWord("let"))
            {
                return Let();
            }

            if (precedence == 0 && _tokens.Current.IsWord("if") && !_tokens.Peek().IsSymbol("("))
            {
                return If();
            }

            var left = Operators(Primary(), precedence);
            return precedence == 0 ? Ternary(left) : left;
        }
        finally
        {
            _tokens.Leave();
        }
    }

    private ExprNode Operators(ExprNode left, int precedence)
    {
        var previous = "";
        while (true)
        {
            var token = _tokens.Current;
            var negate = token.IsWord("not") && ExprOperators.Negatable.Contains(_tokens.Peek().Text);
            var op = negate ? _tokens.Peek() : token;
            if (op.Kind is not (TokenKind.Symbol or TokenKind.Word) || !ExprOperators.Binary.TryGetValue(op.Text, out var binds) || binds < precedence)
            {
                return left;
            }

            if (negate)
            {
                _tokens.Next();
            }

            _tokens.Next();
            if (op.Text == "|")
            {
                left = Call(_tokens.ExpectWord("a function's name"), left);
            }
            else if (previous == "??" && op.Text != "??")
            {
                throw _tokens.Error(op.Offset, $"{op.Text} and ?? cannot be mixed: put one of them in parentheses");
            }
            else if (ExprOperators.Comparisons.Contains(op.Text))
            {
                left = Comparison(left, op, binds);
            }
            else
            {
                var right = Expression(ExprOperators.IsRightAssociative(op.Text) ? binds : binds + 1);
                left = new BinaryNode(op.Text, left, right, op.Offset);
                left = negate ? new UnaryNode("not", left, token.Offset) : left;
            }

            previous = op.Text;
        }
    }

    // a < b < c means a < b && b < c.
    private ExprNode Comparison(ExprNode left, Token op, int binds)
    {
        ExprNode? all = null;
        while (true)
        {
            var right = Expression(binds + 1);
            ExprNode one = new BinaryNode(op.Text, left, right, op.Offset);
            all = all is null ? one : new BinaryNode("&&", all, one, op.Offset);
            if (_tokens.Current.Kind != TokenKind.Symbol || !ExprOperators.Comparisons.Contains(_tokens.Current.Text))
            {
                return all;
            }

            (left, op) = (right, _tokens.Next());
        }
    }

    private ExprNode Ternary(ExprNode condition)
    {
        while (_tokens.Is("?"))
        {
            var at = _tokens.Next().Offset;
            if (_tokens.Take(":"))
            {
                condition = new ConditionalNode(condition, condition, Expression(0), at);
                continue;
            }

            var then = Expression(0);
            _tokens.Expect(":");
            condition = new ConditionalNode(condition, then, Expression(0), at);
        }

        return condition;
    }

    private LetNode Let()
    {
        _tokens.Next();
        var name = _tokens.ExpectWord("a variable's name");
        _tokens.Expect("=");
        var value = Expression(0);
        _tokens.Expect(";");
        var fresh = _bound.Add(name.Text);
        var body = Sequence();
        if (fresh)
        {
            _bound.Remove(name.Text);
        }

        return new LetNode(name.Text, value, body, name.Offset);
    }

    private ConditionalNode If()
    {
        var at = _tokens.Next().Offset;
        var condition = Expression(1);
        _tokens.Expect("{");
        var then = Sequence();
        _tokens.Expect("}");
        if (!_tokens.TakeWord("else"))
        {
            throw _tokens.Unexpected("'else'");
        }

        if (_tokens.Current.IsWord("if"))
        {
            return new ConditionalNode(condition, then, If(), at);
        }

        _tokens.Expect("{");
        var otherwise = Sequence();
        _tokens.Expect("}");
        return new ConditionalNode(condition, then, otherwise, at);
    }

    private object Number(Token token)
    {
        var text = token.Text.Replace("_", "", StringComparison.Ordinal);
        var lower = text.ToLowerInvariant();
        var radix = lower.Length > 1 && lower[0] == '0' ? lower[1] switch { 'x' => 16, 'b' => 2, 'o' => 8, _ => 10 } : 10;
        if (radix != 10)
        {
            try
            {
                return Convert.ToInt64(lower[2..], radix);
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
            {
                throw _tokens.Error(token.Offset, $"invalid number {token.Text}");
            }
        }

        if (lower.AsSpan().IndexOfAny('.', 'e') >= 0)
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
                ? real
                : throw _tokens.Error(token.Offset, $"the number {token.Text} is too large");
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : throw _tokens.Error(token.Offset, $"the number {token.Text} is too large");
    }
}
