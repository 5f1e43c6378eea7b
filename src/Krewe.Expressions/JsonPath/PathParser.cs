using System.Globalization;
using System.Text;
using Parlot;

namespace Krewe.Expressions.JsonPath;

/// <summary>Reads a path's steps, on Parlot's cursor.</summary>
internal sealed class PathParser
{
    private const int MaxSteps = 200;
    private readonly string _text;
    private readonly Cursor _cursor;
    private int _depth;

    public PathParser(string text, int start = 0)
    {
        _text = text;
        _cursor = new Scanner(text).Cursor;
        _cursor.Advance(start);
    }

    public int Offset => _cursor.Offset;

    /// <summary>A whole path, with or without <c>$</c> or <c>@</c> before it.</summary>
    public List<PathStep> Whole()
    {
        Blanks();
        if (_cursor.Current is '$' or '@')
        {
            _cursor.Advance();
        }
        else if (!_cursor.Eof && _cursor.Current is not ('.' or '[') && NameLength() > 0)
        {
            // kubectl takes a path without a point before the first name.
            var steps = new List<PathStep> { new NameStep([Name()]) };
            return Rest(steps);
        }

        return Rest([]);
    }

    public void ExpectEnd()
    {
        Blanks();
        if (!_cursor.Eof)
        {
            throw Error("expected '.', '[' or the end of the path");
        }
    }

    private List<PathStep> Rest(List<PathStep> steps)
    {
        if (++_depth > 50)
        {
            throw Error("the path is nested too deeply");
        }

        while (!_cursor.Eof)
        {
            if (steps.Count > MaxSteps)
            {
                throw Error($"the path has more than {MaxSteps} steps");
            }

            if (_cursor.Match("..", StringComparison.Ordinal))
            {
                _cursor.Advance(2);
                steps.Add(new DescendStep());
                if (_cursor.Current != '[')
                {
                    steps.Add(Dotted());
                }
            }
            else if (_cursor.Current == '.')
            {
                _cursor.Advance();
                if (_cursor.Current == '[' || (_cursor.Eof && steps.Count == 0))
                {
                    continue;
                }

                steps.Add(Dotted());
            }
            else if (_cursor.Current == '[')
            {
                steps.Add(Bracket());
            }
            else
            {
                break;
            }
        }

        _depth--;
        return steps;
    }

    private PathStep Dotted()
    {
        if (_cursor.Current == '*')
        {
            _cursor.Advance();
            return new WildcardStep();
        }

        return NameLength() > 0 ? new NameStep([Name()]) : throw Error("expected a name or '*'");
    }

    private int NameLength()
    {
        var at = _cursor.Offset;
        while (at < _text.Length && (char.IsLetterOrDigit(_text[at]) || _text[at] is '_' or '-' or '/' or '\\' || char.IsSurrogate(_text[at])))
        {
            at += _text[at] == '\\' && at + 1 < _text.Length ? 2 : 1;
        }

        return Math.Min(at, _text.Length) - _cursor.Offset;
    }

    private string Name()
    {
        var length = NameLength();
        var raw = _text.Substring(_cursor.Offset, length);
        _cursor.Advance(length);
        if (!raw.Contains('\\', StringComparison.Ordinal))
        {
            return raw;
        }

        var name = new StringBuilder();
        for (var i = 0; i < raw.Length; i++)
        {
            i += raw[i] == '\\' && i + 1 < raw.Length ? 1 : 0;
            name.Append(raw[i]);
        }

        return name.ToString();
    }

    private PathStep Bracket()
    {
        Expect('[');
        Blanks();
        PathStep step;
        if (_cursor.Current == '*')
        {
            _cursor.Advance();
            step = new WildcardStep();
        }
        else if (_cursor.Current == '?')
        {
            _cursor.Advance();
            Blanks();
            step = new FilterStep(Or());
        }
        else if (_cursor.Current is '\'' or '"')
        {
            step = new NameStep(List(Quoted));
        }
        else
        {
            step = Numbers();
        }

        Blanks();
        Expect(']');
        return step;
    }

    private PathStep Numbers()
    {
        var from = _cursor.Current == ':' ? null : Whole(required: false);
        Blanks();
        if (_cursor.Current != ':')
        {
            return from is null ? throw Error("expected an index, a slice, a name in quotes, '*' or '?('") : new IndexStep([from.Value, .. More()]);
        }

        _cursor.Advance();
        Blanks();
        var to = Whole(required: false);
        Blanks();
        long? step = null;
        if (_cursor.Current == ':')
        {
            _cursor.Advance();
            Blanks();
            step = Whole(required: false);
        }

        return step == 0 ? throw Error("a slice's step must not be 0") : new SliceStep(from, to, step ?? 1);
    }

    private List<long> More()
    {
        var more = new List<long>();
        while (_cursor.Current == ',')
        {
            _cursor.Advance();
            Blanks();
            more.Add(Whole(required: true)!.Value);
            Blanks();
        }

        return more;
    }

    private long? Whole(bool required)
    {
        var start = _cursor.Offset;
        var end = start < _text.Length && _text[start] == '-' ? start + 1 : start;
        while (end < _text.Length && char.IsAsciiDigit(_text[end]))
        {
            end++;
        }

        if (long.TryParse(_text.AsSpan(start, end - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            _cursor.Advance(end - start);
            return value;
        }

        return required || end > start ? throw Error("expected a number") : null;
    }

    private List<T> List<T>(Func<T> item)
    {
        var items = new List<T>();
        while (true)
        {
            items.Add(item());
            Blanks();
            if (_cursor.Current != ',' || _cursor.Eof)
            {
                return items;
            }

            _cursor.Advance();
            Blanks();
        }
    }

    private string Quoted()
    {
        var quote = _cursor.Current;
        if (quote is not ('\'' or '"'))
        {
            throw Error("expected a name in quotes");
        }

        var start = _cursor.Offset;
        var value = new StringBuilder();
        for (var i = start + 1; i < _text.Length; i++)
        {
            if (_text[i] == quote)
            {
                _cursor.Advance(i + 1 - start);
                return value.ToString();
            }

            if (_text[i] == '\\' && i + 1 < _text.Length)
            {
                i++;
                value.Append(_text[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
            }
            else
            {
                value.Append(_text[i]);
            }
        }

        throw Error($"the name is never closed by {quote}");
    }

    private PathFilter Or()
    {
        if (++_depth > 50)
        {
            throw Error("the filter is nested too deeply");
        }

        var left = And();
        while (Symbol("||"))
        {
            left = new LogicFilter(And: false, left, And());
        }

        _depth--;
        return left;
    }

    private PathFilter And()
    {
        var left = Comparison();
        while (Symbol("&&"))
        {
            left = new LogicFilter(And: true, left, Comparison());
        }

        return left;
    }

    private PathFilter Comparison()
    {
        var left = Operand();
        foreach (var op in (string[])["==", "!=", "<=", ">=", "=~", "<", ">"])
        {
            if (Symbol(op))
            {
                return new CompareFilter(op, left, Operand());
            }
        }

        return left;
    }

    private PathFilter Operand()
    {
        Blanks();
        var c = _cursor.Current;
        if (c == '!')
        {
            _cursor.Advance();
            _depth++;
            return _depth > 50 ? throw Error("the filter is nested too deeply") : new NotFilter(Operand());
        }

        if (c == '(')
        {
            _cursor.Advance();
            var inner = Or();
            Blanks();
            Expect(')');
            return inner;
        }

        if (c is '@' or '$')
        {
            _cursor.Advance();
            return new OperandFilter(c == '$', Rest([]));
        }

        if (c is '\'' or '"')
        {
            return new LiteralFilter(Quoted());
        }

        return new LiteralFilter(Literal());
    }

    private object? Literal()
    {
        var start = _cursor.Offset;
        var end = start;
        while (end < _text.Length && (char.IsLetterOrDigit(_text[end]) || _text[end] is '.' or '-' or '+' or '_'))
        {
            end++;
        }

        var word = _text[start..end];
        _cursor.Advance(end - start);
        return word switch
        {
            "true" => true,
            "false" => false,
            "null" or "nil" => null,
            _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw new ExpressionException(ExpressionErrorKind.Syntax, "expected @, $, a text in quotes, a number, true, false or null", _text, start),
        };
    }

    private bool Symbol(string symbol)
    {
        Blanks();
        if (!_cursor.Match(symbol, StringComparison.Ordinal))
        {
            return false;
        }

        _cursor.Advance(symbol.Length);
        return true;
    }

    private void Blanks()
    {
        while (!_cursor.Eof && char.IsWhiteSpace(_cursor.Current))
        {
            _cursor.Advance();
        }
    }

    private void Expect(char c)
    {
        if (_cursor.Eof || _cursor.Current != c)
        {
            throw Error($"expected '{c}'");
        }

        _cursor.Advance();
    }

    private ExpressionException Error(string message) => new(ExpressionErrorKind.Syntax, $"invalid JSONPath: {message}", _text, _cursor.Offset);
}
