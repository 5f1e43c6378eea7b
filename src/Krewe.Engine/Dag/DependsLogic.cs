using Krewe.Model;

namespace Krewe.Engine;

/// <summary>
/// The condition under which a task runs: a parsed <c>depends</c>, or the conjunction that <c>dependencies</c> stands for.
/// </summary>
/// <remarks>
/// Argo hands the text to an expression language in which <c>-</c> is minus, so it writes <c>_</c> for it, and the tasks
/// <c>a-b</c> and <c>a_b</c> of one DAG take each other's results. The parser here knows task names as they are.
/// </remarks>
internal sealed class DependsLogic
{
    private static readonly string[] Results = ["Succeeded", "Failed", "Errored", "Skipped", "Omitted", "Daemoned", "AnySucceeded", "AllFailed"];
    private readonly Node? _root;

    private DependsLogic(Node? root, IReadOnlyList<string> tasks)
    {
        _root = root;
        Tasks = tasks;
    }

    /// <summary>Names of the tasks it depends on, each once, in order of appearance.</summary>
    public IReadOnlyList<string> Tasks { get; }

    public static DependsLogic Of(DagTask task)
    {
        if (task.Dependencies is { Count: > 0 } dependencies)
        {
            Node? all = null;
            foreach (var name in dependencies)
            {
                var one = new Node(Kind.Operand, name);
                all = all is null ? one : new Node(Kind.And, Left: all, Right: one);
            }

            return new DependsLogic(all, dependencies.Distinct().ToList());
        }

        if (string.IsNullOrWhiteSpace(task.Depends))
        {
            return new DependsLogic(null, []);
        }

        var parser = new Parser(task.Depends);
        var root = parser.ParseAll();
        return new DependsLogic(root, parser.Tasks);
    }

    /// <param name="result">Whether a task has a result; an empty result asks for the default of a bare name.</param>
    public bool Evaluate(Func<string, string, bool> result) => _root is null || Evaluate(_root, result);

    private static bool Evaluate(Node node, Func<string, string, bool> result) => node.Kind switch
    {
        Kind.Operand => result(node.Task!, node.Result ?? ""),
        Kind.Not => !Evaluate(node.Left!, result),
        Kind.And => Evaluate(node.Left!, result) && Evaluate(node.Right!, result),
        _ => Evaluate(node.Left!, result) || Evaluate(node.Right!, result),
    };

    private enum Kind
    {
        Operand,
        Not,
        And,
        Or,
    }

    private sealed record Node(Kind Kind, string? Task = null, string? Result = null, Node? Left = null, Node? Right = null);

    private sealed class Parser(string text)
    {
        private const int Deepest = 200;
        private int _at;
        private int _depth;

        public List<string> Tasks { get; } = [];

        public Node ParseAll()
        {
            var node = ParseOr();
            Skip();
            return _at == text.Length ? node : throw Unexpected();
        }

        private Node ParseOr()
        {
            var left = ParseAnd();
            while (Take("||"))
            {
                left = new Node(Kind.Or, Left: left, Right: ParseAnd());
            }

            return left;
        }

        private Node ParseAnd()
        {
            var left = ParseUnary();
            while (Take("&&"))
            {
                left = new Node(Kind.And, Left: left, Right: ParseUnary());
            }

            return left;
        }

        private Node ParseUnary()
        {
            if (++_depth > Deepest)
            {
                throw new UserErrorException("depends is nested too deeply");
            }

            try
            {
                if (Take("!"))
                {
                    return new Node(Kind.Not, Left: ParseUnary());
                }

                if (!Take("("))
                {
                    return ParseOperand();
                }

                var inner = ParseOr();
                return Take(")") ? inner : throw Unexpected();
            }
            finally
            {
                _depth--;
            }
        }

        private Node ParseOperand()
        {
            Skip();
            var start = _at;
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '-' or '_'))
            {
                _at++;
            }

            if (_at == start)
            {
                throw Unexpected();
            }

            var task = text[start.._at];
            string? result = null;
            if (_at < text.Length && text[_at] == '.')
            {
                start = ++_at;
                while (_at < text.Length && char.IsAsciiLetter(text[_at]))
                {
                    _at++;
                }

                result = text[start.._at];
                if (!Results.Contains(result))
                {
                    throw new UserErrorException($"task result '{result}' for task '{task}' is invalid");
                }
            }

            if (!Tasks.Contains(task))
            {
                Tasks.Add(task);
            }

            return new Node(Kind.Operand, task, result);
        }

        private bool Take(string token)
        {
            Skip();
            if (string.CompareOrdinal(text, _at, token, 0, token.Length) != 0)
            {
                return false;
            }

            _at += token.Length;
            return true;
        }

        private void Skip()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
        }

        private UserErrorException Unexpected() => new($"unable to parse depends '{text}' at position {_at}");
    }
}
