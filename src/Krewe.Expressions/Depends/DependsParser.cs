using Krewe.Expressions.Lexing;

namespace Krewe.Expressions.Depends;

internal sealed class DependsParser
{
    private static readonly LexerRules Rules = new("&&", "||", "!", "(", ")", ".")
    {
        WordStart = static c => char.IsAsciiLetterOrDigit(c) || c == '_',
        WordPart = static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-',
        Quotes = "",
        Numbers = false,
    };

    private readonly TokenReader _tokens;

    private DependsParser(TokenReader tokens) => _tokens = tokens;

    public List<DependsOperand> Operands { get; } = [];

    public static (DependsNode Root, List<DependsOperand> Operands) Parse(string text)
    {
        var reader = new TokenReader(text, Lexer.Read(text, Rules));
        var parser = new DependsParser(reader);
        var root = parser.Or();
        return reader.Current.Kind == TokenKind.End ? (root, parser.Operands) : throw reader.Unexpected("'&&', '||' or the end");
    }

    private DependsNode Or()
    {
        _tokens.Enter();
        List<DependsNode> parts = [And()];
        while (_tokens.Take("||"))
        {
            parts.Add(And());
        }

        _tokens.Leave();
        return parts.Count == 1 ? parts[0] : new DependsNode.Or(parts);
    }

    private DependsNode And()
    {
        List<DependsNode> parts = [Not()];
        while (_tokens.Take("&&"))
        {
            parts.Add(Not());
        }

        return parts.Count == 1 ? parts[0] : new DependsNode.And(parts);
    }

    private DependsNode Not()
    {
        if (!_tokens.Take("!"))
        {
            return Primary();
        }

        _tokens.Enter();
        var inner = Not();
        _tokens.Leave();
        return new DependsNode.Not(inner);
    }

    private DependsNode Primary()
    {
        if (_tokens.Take("("))
        {
            var inner = Or();
            _tokens.Expect(")");
            return inner;
        }

        var task = _tokens.ExpectWord("a task's name, '!' or '('");
        DependsResult? result = null;
        var end = task.End;
        if (_tokens.Take("."))
        {
            var name = _tokens.ExpectWord("a task's result");
            end = name.End;
            result = Enum.TryParse<DependsResult>(name.Text, ignoreCase: false, out var known) && Enum.IsDefined(known) && !char.IsAsciiDigit(name.Text[0])
                ? known
                : throw _tokens.Error(
                    name.Offset,
                    $"task result '{name.Text}' for task '{task.Text}' is invalid, must be one of: {string.Join(", ", Enum.GetNames<DependsResult>())}");
        }

        var operand = new DependsOperand(task.Text, result, task.Offset, end - task.Offset);
        Operands.Add(operand);
        return new DependsNode.Operand(operand);
    }
}
