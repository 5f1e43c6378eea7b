using System.Text;
using Krewe.Storage.Sql;

namespace Krewe.Storage.PostgreSql;

/// <summary>Conditions in PostgreSQL's words.</summary>
/// <param name="value">Takes a value and gives the parameter that stands for it.</param>
internal sealed class PostgreSqlRunConditions(Func<object?, string> value) : RunConditionSql(value)
{
    /// <summary>That a text begins in a certain way, also as a range, which an index by the text can serve.</summary>
    public string BeginsWith(string column, string prefix)
    {
        var starts = $"starts_with({column}, {Value(prefix)})";
        return prefix[^1] < '~'
            ? $"({starts} and {column} >= {Value(prefix)} and {column} < {Value(prefix[..^1] + (char)(prefix[^1] + 1))})"
            : starts;
    }

    /// <summary>What must hold of a text with small letters so that the text itself may fit one of some patterns.</summary>
    public string MayFit(string column, IReadOnlyList<TextPattern> patterns) =>
        "(" + string.Join(" or ", patterns.Select(pattern => $"{column} like {Value(Like(pattern with { IgnoreCase = true }))}")) + ")";

    protected override string WriteText(TextCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var column = condition.Text switch
        {
            RunText.Label => $"(r.labels ->> {Value(condition.Key)})",
            RunText.Parameter => $"(r.parameters ->> {Value(condition.Key)})",
            var text => ColumnOf(text),
        };
        var fits = Fits(column, condition.Patterns, isName: condition.Text == RunText.Name);
        return condition.Text == RunText.Parameter ? $"({fits} and length({column}) <= {CommitRules.LongestSearchableValue})" : fits;
    }

    /// <summary>That a text fits one of some patterns.</summary>
    public string Fits(string column, IReadOnlyList<TextPattern> patterns, bool isName) => patterns.All(pattern => pattern is { Exact: not null, IgnoreCase: false })
        ? $"{column} = any({Value(patterns.Select(pattern => pattern.Exact!).ToArray())})"
        : "(" + string.Join(" or ", patterns.Select(pattern => Fits(column, pattern, isName))) + ")";

    private string Fits(string column, TextPattern pattern, bool isName)
    {
        if (pattern.IsAnything)
        {
            return $"{column} is not null";
        }

        if (isName && pattern is { IgnoreCase: false, Prefix: { } prefix })
        {
            return BeginsWith(column, prefix);
        }

        // "C" folds the letters A to Z alone, whatever the database's own language.
        var compared = pattern.IgnoreCase ? $"lower({column} collate \"C\")" : column;
        return pattern.Exact is not null ? $"{compared} = {Value(pattern.Compared.First())}" : $"{compared} like {Value(Like(pattern))}";
    }

    private static string Like(TextPattern pattern) => string.Join('%', pattern.Compared.Select(Escape));

    private static string Escape(string piece)
    {
        var escaped = new StringBuilder(piece.Length);
        foreach (var letter in piece)
        {
            escaped.Append(letter is '%' or '_' or '\\' ? "\\" : "").Append(letter);
        }

        return escaped.ToString();
    }
}
