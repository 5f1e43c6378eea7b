using Krewe.Expressions.Lexing;

namespace Krewe.Expressions.Expr;

internal sealed partial class ExprParser
{
    private const int MaxLinks = 500;

    private ExprNode Primary()
    {
        var token = _tokens.Current;
        if (token.IsSymbol("!") || token.IsWord("not") || token.IsSymbol("-") || token.IsSymbol("+"))
        {
            _tokens.Next();
            var op = token.Text == "!" ? "not" : token.Text;
            var operand = Expression(op == "not" ? ExprOperators.UnaryNot : ExprOperators.UnarySign);
            return Postfix(new UnaryNode(op, operand, token.Offset));
        }

        if (_tokens.Take("("))
        {
            var inner = Sequence();
            _tokens.Expect(")");
            return Postfix(inner);
        }

        if (token.IsSymbol("#") || token.IsSymbol("."))
        {
            return Postfix(Pointer(token));
        }

        if (_tokens.Take("::"))
        {
            return Postfix(Call(_tokens.ExpectWord("a function's name"), null));
        }

        return Postfix(Secondary());
    }

    private PointerNode Pointer(Token token)
    {
        if (_predicates == 0)
        {
            throw _tokens.Error(token.Offset, $"'{token.Text}' stands for an element and makes sense only inside filter(), map() and the like");
        }

        if (token.Text == ".")
        {
            // Left for the postfix part, which reads it as a member of the element.
            return new PointerNode("", token.Offset);
        }

        _tokens.Next();
        var name = _tokens.Current is { Kind: TokenKind.Word } word && word.Offset == token.End ? _tokens.Next().Text : "";
        return name is "" or "acc" or "index"
            ? new PointerNode(name, token.Offset)
            : throw _tokens.Error(token.Offset, $"unknown #{name}: there are #, #acc and #index");
    }

    private ExprNode Secondary()
    {
        var token = _tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _tokens.Next();
                return new LiteralNode(Number(token), token.Offset);
            case TokenKind.Text:
                _tokens.Next();
                return new LiteralNode(token.Text, token.Offset);
            case TokenKind.Word when !ExprOperators.Binary.ContainsKey(token.Text):
                _tokens.Next();
                return token.Text switch
                {
                    "true" => new LiteralNode(true, token.Offset),
                    "false" => new LiteralNode(false, token.Offset),
                    "nil" => new LiteralNode(null, token.Offset),
                    _ => _tokens.Is("(") ? Call(token, null) : new IdentifierNode(token.Text, token.Offset),
                };
            case TokenKind.Symbol when token.Text == "[":
                return Array();
            case TokenKind.Symbol when token.Text == "{":
                return Map();
            default:
                throw _tokens.Unexpected("a value");
        }
    }

    private ExprNode Call(Token name, ExprNode? piped)
    {
        if (ExprOperators.Predicates.TryGetValue(name.Text, out var count))
        {
            return PredicateCall(name, piped, count);
        }

        var arguments = Arguments(piped);
        return Builtins.All.ContainsKey(name.Text) && !_bound.Contains(name.Text)
            ? new BuiltinNode(name.Text, arguments, name.Offset)
            : new CallNode(new IdentifierNode(name.Text, name.Offset), arguments, name.Offset);
    }

    private BuiltinNode PredicateCall(Token name, ExprNode? piped, (int Min, int Max) count)
    {
        _tokens.Expect("(");
        List<ExprNode> arguments = piped is null ? [] : [piped];
        var first = true;
        while (!_tokens.Is(")") && arguments.Count < count.Max)
        {
            if (!first)
            {
                _tokens.Expect(",");
                if (_tokens.Is(")"))
                {
                    break;
                }
            }

            first = false;
            arguments.Add(arguments.Count == 1 ? Predicate() : Expression(0));
        }

        _tokens.Take(",");
        _tokens.Expect(")");
        return arguments.Count >= count.Min
            ? new BuiltinNode(name.Text, [.. arguments], name.Offset)
            : throw _tokens.Error(name.Offset, $"{name.Text}() needs {count.Min} arguments, here {(arguments.Count == 1 ? "is" : "are")} {arguments.Count}");
    }

    private ExprNode Predicate()
    {
        _predicates++;
        // A brace opens a predicate here, never a map.
        var braces = _tokens.Take("{");
        var body = braces ? Sequence() : Expression(0);
        if (braces)
        {
            _tokens.Expect("}");
        }

        _predicates--;
        return body;
    }

    private ExprNode[] Arguments(ExprNode? piped)
    {
        _tokens.Expect("(");
        List<ExprNode> arguments = piped is null ? [] : [piped];
        Items(")", () => arguments.Add(Expression(0)));
        return [.. arguments];
    }

    private ArrayNode Array()
    {
        var at = _tokens.Next().Offset;
        var items = new List<ExprNode>();
        Items("]", () => items.Add(Expression(0)));
        return new ArrayNode([.. items], at);
    }

    private MapNode Map()
    {
        var at = _tokens.Next().Offset;
        var pairs = new List<(ExprNode, ExprNode)>();
        Items("}", () =>
        {
            var token = _tokens.Current;
            ExprNode key;
            if (token.Kind is TokenKind.Number or TokenKind.Text or TokenKind.Word)
            {
                _tokens.Next();
                key = new LiteralNode(token.Text, token.Offset);
            }
            else if (_tokens.Take("("))
            {
                key = Expression(0);
                _tokens.Expect(")");
            }
            else
            {
                throw _tokens.Unexpected("a map's key: a name, a text, a number, or an expression in parentheses");
            }

            _tokens.Expect(":");
            pairs.Add((key, Expression(0)));
        });
        return new MapNode([.. pairs], at);
    }

    private void Items(string end, Action item)
    {
        while (!_tokens.Take(end))
        {
            item();
            if (!_tokens.Take(","))
            {
                _tokens.Expect(end);
                return;
            }
        }
    }

    private ExprNode Postfix(ExprNode node)
    {
        var chained = false;
        for (var links = 0; ; links++)
        {
            var token = _tokens.Current;
            if (links > MaxLinks)
            {
                throw new ExpressionException(ExpressionErrorKind.Limit, $"more than {MaxLinks} members and calls in a chain", _tokens.Text, token.Offset);
            }

            var optional = token.IsSymbol("?.");
            if (optional && _tokens.Peek().IsSymbol("["))
            {
                _tokens.Next();
                node = Index(node, optional: true);
            }
            else if (optional || token.IsSymbol("."))
            {
                _tokens.Next();
                var name = _tokens.ExpectWord("a member's name");
                node = new MemberNode(node, new LiteralNode(name.Text, name.Offset), optional, name.Offset);
                node = _tokens.Is("(") ? new CallNode(node, Arguments(null), name.Offset) : node;
            }
            else if (token.IsSymbol("["))
            {
                node = Index(node, optional: false);
            }
            else
            {
                return chained ? new ChainNode(node, node.Offset) : node;
            }

            chained |= optional;
        }
    }

    private ExprNode Index(ExprNode node, bool optional)
    {
        var at = _tokens.Expect("[").Offset;
        ExprNode? from = null;
        if (!_tokens.Is(":"))
        {
            from = Expression(0);
            if (_tokens.Take("]"))
            {
                return new MemberNode(node, from, optional, at);
            }
        }

        _tokens.Expect(":");
        var to = _tokens.Is("]") ? null : Expression(0);
        _tokens.Expect("]");
        return new SliceNode(node, from, to, at);
    }
}
