using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Sprig;

internal static class SprigText
{
    public static void AddTo(FunctionTable table)
    {
        table
            .Text("trim", s => s.Trim())
            .Text("upper", s => s.ToUpperInvariant())
            .Text("lower", s => s.ToLowerInvariant())
            .Text("title", s => EachWord(s, char.ToUpperInvariant))
            .Text("untitle", s => EachWord(s, char.ToLowerInvariant))
            .Text("nospace", s => string.Concat(s.Where(c => !char.IsWhiteSpace(c))))
            .Text("swapcase", s => string.Concat(s.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c))))
            .Text("snakecase", s => Words(s, '_'))
            .Text("kebabcase", s => Words(s, '-'))
            .Text("camelcase", s => string.Concat(Words(s, '_').Split('_').Select(Capital)))
            .Add("trimAll", 2, c => c.Text(1).Trim(c.Text(0).ToCharArray()))
            .Add("trimall", 2, c => c.Text(1).Trim(c.Text(0).ToCharArray()))
            .Add("trimPrefix", 2, c => TextBuiltins.TrimPrefix(c.Text(1), c.Text(0)))
            .Add("trimSuffix", 2, c => TextBuiltins.TrimSuffix(c.Text(1), c.Text(0)))
            .Add("contains", 2, c => c.Text(1).Contains(c.Text(0), StringComparison.Ordinal))
            .Add("hasPrefix", 2, c => c.Text(1).StartsWith(c.Text(0), StringComparison.Ordinal))
            .Add("hasSuffix", 2, c => c.Text(1).EndsWith(c.Text(0), StringComparison.Ordinal))
            .Add("replace", 3, c => TextBuiltins.Replace(c, c.Text(2), c.Text(0), c.Text(1), -1))
            .Add("repeat", 2, c => TextBuiltins.Repeat(c, c.Text(1), c.Int(0)))
            .Add("trunc", 2, c => Truncate(c.Int(0), c.Text(1)))
            .Add("substr", 3, c => Substring(c.Int(0), c.Int(1), c.Text(2)))
            .Add("abbrev", 2, c => Abbreviate(c.Int(0), c.Text(1)))
            .Add("abbrevboth", 3, c => AbbreviateBoth(c.Int(0), c.Int(1), c.Text(2)))
            .Add("initials", 1, c => string.Concat(Blocks(c.Text(0)).Select(w => w[0])))
            .Add("quote", 0, int.MaxValue, c => Quoted(c, '"'))
            .Add("squote", 0, int.MaxValue, c => Quoted(c, '\''))
            .Add("cat", 0, int.MaxValue, c => c.Made(string.Join(' ', c.All.Where(a => a is not null).Select(SprigValues.ToText))))
            .Add("indent", 2, c => Indent(c, c.Int(0), c.Text(1)))
            .Add("nindent", 2, c => "\n" + Indent(c, c.Int(0), c.Text(1)))
            .Add("wrap", 2, c => Wrap(c, c.Int(0), "\n", c.Text(1)))
            .Add("wrapWith", 3, c => Wrap(c, c.Int(0), c.Text(1), c.Text(2)))
            .Add("plural", 3, c => c.Int(2) == 1 ? c.Text(0) : c.Text(1))
            .Add("toString", 1, c => c.Made(SprigValues.ToText(c[0])))
            .Add("toStrings", 1, c => c.Made(SprigValues.ToTexts(c[0])))
            .Add("split", 2, c => Numbered(c.Made(TextBuiltins.Split(c.Text(1), c.Text(0), -1, keep: false))))
            .Add("splitn", 3, c => Numbered(c.Made(TextBuiltins.Split(c.Text(2), c.Text(0), c.Int(1), keep: false))))
            .Add("splitList", 2, c => c.Made(TextBuiltins.Split(c.Text(1), c.Text(0), -1, keep: false)))
            .Add("join", 2, c => c.Made(string.Join(c.Text(0), SprigValues.ToTexts(c[1]))))
            .Add("sortAlpha", 1, c => c.Made(SprigValues.ToTexts(c[0]).OrderBy(t => (string)t!, StringComparer.Ordinal).ToArray()));
        AddRegexTo(table);
    }

    private static void AddRegexTo(FunctionTable table)
    {
        foreach (var prefix in (string[])["", "must"])
        {
            string Name(string name) => prefix.Length == 0 ? name : prefix + char.ToUpperInvariant(name[0]) + name[1..];
            table
                .Add(Name("regexMatch"), 2, c => Regex(c, 0).IsMatch(c.Text(1)))
                .Add(Name("regexFind"), 2, c => Regex(c, 0).Match(c.Text(1)).Value)
                .Add(Name("regexFindAll"), 3, c => c.Made(Limited(Regex(c, 0).Matches(c.Text(1)), c.Int(2)).Select(m => (object?)m.Value).ToArray()))
                .Add(Name("regexReplaceAll"), 3, c => c.Made(Regex(c, 0).Replace(c.Text(1), GoTemplate(c.Text(2)))))
                .Add(Name("regexReplaceAllLiteral"), 3, c => c.Made(Regex(c, 0).Replace(c.Text(1), c.Text(2).Replace("$", "$$", StringComparison.Ordinal))))
                .Add(Name("regexSplit"), 3, c => c.Made(SplitBy(Regex(c, 0), c.Text(1), c.Int(2))));
        }

        table.Text("regexQuoteMeta", System.Text.RegularExpressions.Regex.Escape);
    }

    private static Regex Regex(FunctionCall call, int index)
    {
        try
        {
            call.Budget.Step(100);
            return GoRegex.Compile(call.Text(index), call.Budget.Timeout);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw call.Error($"invalid regular expression {call.Text(index)}: {e.Message}");
        }
    }

    // "$1" and "${name}" mean the same on both sides, but Go takes "$1x" for a group named 1x.
    private static string GoTemplate(string template) => System.Text.RegularExpressions.Regex.Replace(template, @"\$(?<name>\w+)", "$${${name}}", RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));

    private static IEnumerable<Match> Limited(MatchCollection matches, long limit) => limit < 0 ? matches : matches.Take((int)Math.Min(limit, int.MaxValue));

    private static object?[] SplitBy(Regex regex, string text, long limit)
    {
        var pieces = new List<object?>();
        var at = 0;
        foreach (var match in regex.Matches(text).TakeWhile(_ => limit < 0 || pieces.Count < limit - 1))
        {
            pieces.Add(text[at..match.Index]);
            at = match.Index + match.Length;
        }

        return limit == 0 ? [] : [.. pieces, text[at..]];
    }

    private static string EachWord(string text, Func<char, char> change)
    {
        var result = new StringBuilder(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsLetter(text[i]) && (i == 0 || !(char.IsLetterOrDigit(text[i - 1]) || text[i - 1] is '_' or '\'')))
            {
                result[i] = change(text[i]);
            }
        }

        return result.ToString();
    }

    private static string Words(string text, char between)
    {
        var result = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '_' or '-' or ' ' or '.')
            {
                result.Append(result.Length > 0 && result[^1] != between ? between : "");
                continue;
            }

            var starts = char.IsUpper(c) && i > 0 && (char.IsLower(text[i - 1]) || char.IsDigit(text[i - 1]) || (char.IsUpper(text[i - 1]) && i + 1 < text.Length && char.IsLower(text[i + 1])));
            if (starts && result.Length > 0 && result[^1] != between)
            {
                result.Append(between);
            }

            result.Append(char.ToLowerInvariant(c));
        }

        return result.ToString();
    }

    private static string Capital(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..];

    private static string[] Blocks(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string Truncate(long count, string text) =>
        count < 0 ? (text.Length + count > 0 ? text[(int)(text.Length + count)..] : text)
        : text.Length > count ? text[..(int)count] : text;

    private static string Substring(long start, long end, string text)
    {
        var to = (int)(end < 0 || end > text.Length ? text.Length : end);
        return start < 0 ? text[..to] : start >= to ? "" : text[(int)start..to];
    }

    private static string Abbreviate(long width, string text) => width < 4 || text.Length <= width ? text : text[..(int)(width - 3)] + "...";

    private static string AbbreviateBoth(long left, long width, string text)
    {
        if (width < 4 || (left > 0 && width < 7) || text.Length <= width)
        {
            return text;
        }

        var from = (int)Math.Clamp(left, 0, text.Length);
        from = text.Length - from < width - 3 ? text.Length - (int)(width - 3) : from;
        return from <= 4 ? Abbreviate(width, text)
            : from + width - 3 < text.Length ? "..." + Abbreviate(width - 3, text[from..])
            : "..." + text[(text.Length - (int)(width - 3))..];
    }

    private static string Quoted(FunctionCall call, char quote) => call.Made(string.Join(' ', call.All.Where(a => a is not null)
        .Select(a => quote == '"' ? GoQuote(SprigValues.ToText(a)) : $"'{SprigValues.ToText(a)}'")));

    private static string GoQuote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' => quoted.Append("\\x").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture)),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static string Indent(FunctionCall call, long count, string text)
    {
        var lines = text.Split('\n');
        call.Budget.Charge(text.Length + (Math.Clamp(count, 0, int.MaxValue) * lines.Length));
        var pad = new string(' ', (int)Math.Max(0, count));
        return pad + string.Join("\n" + pad, lines);
    }

    private static string Wrap(FunctionCall call, long width, string newLine, string text)
    {
        call.Budget.Charge(text.Length * (1L + newLine.Length));
        var result = new StringBuilder();
        var column = 0L;
        foreach (var word in text.Split(' '))
        {
            if (result.Length > 0)
            {
                var fits = column + 1 + word.Length <= width;
                result.Append(fits ? " " : newLine);
                column = fits ? column + 1 : 0;
            }

            result.Append(word);
            column += word.Length;
        }

        return result.ToString();
    }

    private static Dictionary<string, object?> Numbered(IReadOnlyList<object?> pieces) =>
        pieces.Select((piece, i) => (piece, i)).ToDictionary(p => string.Create(CultureInfo.InvariantCulture, $"_{p.i}"), p => p.piece, StringComparer.Ordinal);
}
