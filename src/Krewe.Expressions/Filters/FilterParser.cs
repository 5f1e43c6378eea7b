using System.Text;
using Parlot;

namespace Krewe.Expressions.Filters;

/// <summary>Reads the terms of a filter, on Parlot's cursor.</summary>
internal sealed class FilterParser(string text)
{
    private const int MostTerms = 100;
    private const int MostValues = 200;

    /// <summary>Stores try gaps in vain the longer the more there are.</summary>
    private const int MostGaps = 8;

    private readonly Cursor _cursor = new Scanner(text).Cursor;

    public List<FilterTerm> Terms()
    {
        var terms = new List<FilterTerm>();
        while (SkipBlanks())
        {
            if (terms.Count == MostTerms)
            {
                throw Error(ExpressionErrorKind.Limit, _cursor.Offset, $"the filter has more than {MostTerms} terms");
            }

            // Terms are joined anyway; who says so is understood.
            if (terms.Count == 0 || !TakeWord("AND"))
            {
                terms.Add(Term());
            }
        }

        return terms;
    }

    private FilterTerm Term()
    {
        var at = _cursor.Offset;
        if (TakeWord("OR"))
        {
            throw Error(ExpressionErrorKind.Syntax, at, "terms cannot be joined by OR; values of one key can, by commas: status:failed,error");
        }

        if (_cursor.Current is '(' or ')')
        {
            throw Error(ExpressionErrorKind.Syntax, at, "a filter has no parentheses; put a text that has some in quotes");
        }

        if (_cursor.Current == '-' || TakeWord("NOT"))
        {
            return Negated(at);
        }

        var (key, part) = Key();
        return new FilterTerm(key, part, IsNegated: false, Values(key), at);
    }

    private FilterTerm Negated(int at)
    {
        if (_cursor.Current == '-')
        {
            _cursor.Advance();
        }
        else
        {
            SkipBlanks();
        }

        if (_cursor.Eof || char.IsWhiteSpace(_cursor.Current) || _cursor.Current == '-')
        {
            throw Error(ExpressionErrorKind.Syntax, at, "a term must follow the negation, such as -status:failed");
        }

        var start = _cursor.Offset;
        var (key, part) = Key();
        return new FilterTerm(key, part, IsNegated: true, Values(key), start);
    }

    /// <summary>A key with its colon; nothing is read when none begins here.</summary>
    private (string Key, string? Part) Key()
    {
        var end = _cursor.Offset;
        while (end < text.Length && IsOfKey(text[end]))
        {
            end++;
        }

        if (end == _cursor.Offset || end == text.Length || text[end] != ':')
        {
            return ("", null);
        }

        var whole = text[_cursor.Offset..end];
        _cursor.Advance(end + 1 - _cursor.Offset);
        var point = whole.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? (whole, null) : (whole[..point], whole[(point + 1)..]);
    }

    private List<FilterValue> Values(string key)
    {
        var values = new List<FilterValue>();
        do
        {
            if (values.Count == MostValues)
            {
                throw Error(ExpressionErrorKind.Limit, _cursor.Offset, $"a term has more than {MostValues} values");
            }

            var value = Value();
            values.Add(value is { Text.Length: > 0 } or { IsQuoted: true }
                ? value
                : throw Error(ExpressionErrorKind.Syntax, value.Offset, key.Length == 0 ? "a text is missing beside the comma" : $"a value is missing after \"{key}:\"; there is no blank behind the colon or a comma, and no value is written \"\""));
        }
        while (Take(','));

        return values;
    }

    private FilterValue Value()
    {
        var start = _cursor.Offset;
        var value = new StringBuilder();
        var gaps = new List<int>();
        var quoted = false;
        while (!_cursor.Eof && _cursor.Current != ',' && !char.IsWhiteSpace(_cursor.Current))
        {
            if (_cursor.Current is '"' or '\'')
            {
                quoted = true;
                Quoted(value, _cursor.Current);
                continue;
            }

            if (_cursor.Current == '*')
            {
                gaps.Add(value.Length);
            }

            value.Append(_cursor.Current);
            _cursor.Advance();
        }

        return gaps.Count <= MostGaps
            ? new FilterValue(value.ToString(), gaps, start, quoted)
            : throw Error(ExpressionErrorKind.Limit, start, $"a value has more than {MostGaps} asterisks");
    }

    private void Quoted(StringBuilder value, char quote)
    {
        var open = _cursor.Offset;
        _cursor.Advance();
        while (!_cursor.Eof && _cursor.Current != quote)
        {
            if (_cursor.Current == '\\')
            {
                _cursor.Advance();
                if (_cursor.Eof)
                {
                    break;
                }
            }

            value.Append(_cursor.Current);
            _cursor.Advance();
        }

        if (_cursor.Eof)
        {
            throw Error(ExpressionErrorKind.Syntax, open, "the text has no closing quote");
        }

        _cursor.Advance();
    }

    /// <returns>Whether something follows.</returns>
    private bool SkipBlanks()
    {
        while (!_cursor.Eof && char.IsWhiteSpace(_cursor.Current))
        {
            _cursor.Advance();
        }

        return !_cursor.Eof;
    }

    private bool Take(char letter)
    {
        if (_cursor.Eof || _cursor.Current != letter)
        {
            return false;
        }

        _cursor.Advance();
        return true;
    }

    /// <summary>Takes a word that stands alone.</summary>
    private bool TakeWord(string word)
    {
        var end = _cursor.Offset + word.Length;
        if (!_cursor.Match(word, StringComparison.Ordinal) || (end < text.Length && !char.IsWhiteSpace(text[end])))
        {
            return false;
        }

        _cursor.Advance(word.Length);
        return true;
    }

    private static bool IsOfKey(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '/';

    private ExpressionException Error(ExpressionErrorKind kind, int offset, string message) => new(kind, message, text, offset);
}
