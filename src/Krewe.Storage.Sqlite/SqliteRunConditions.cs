using System.Text;
using Krewe.Storage.Sql;

namespace Krewe.Storage.Sqlite;

/// <summary>Conditions in SQLite's words.</summary>
/// <param name="value">Takes a value and gives the parameter that stands for it.</param>
internal sealed class SqliteRunConditions(Func<object?, string> value) : RunConditionSql(value)
{
    protected override string WriteText(TextCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (condition.Text is not (RunText.Label or RunText.Parameter))
        {
            return Fits(ColumnOf(condition.Text), condition.Patterns);
        }

        var table = condition.Text == RunText.Label ? "run_label" : "run_parameter";
        return $"exists (select 1 from {table} x where x.rid = r.rid and x.key = {Value(condition.Key)} and {Fits("x.value", condition.Patterns)})";
    }

    private string Fits(string column, IReadOnlyList<TextPattern> patterns) => "(" + string.Join(" or ", patterns.Select(pattern => Fits(column, pattern))) + ")";

    private string Fits(string column, TextPattern pattern)
    {
        if (pattern.IsAnything)
        {
            return $"{column} is not null";
        }

        // SQLite's own lower() folds the letters A to Z alone; its LIKE does so always, hence GLOB.
        var compared = pattern.IgnoreCase ? $"lower({column})" : column;
        return pattern.Exact is not null ? $"{compared} = {Value(pattern.Compared.First())}" : $"{compared} glob {Value(string.Join('*', pattern.Compared.Select(Escape)))}";
    }

    private static string Escape(string piece)
    {
        var escaped = new StringBuilder(piece.Length);
        foreach (var letter in piece)
        {
            escaped.Append(letter is '*' or '?' or '[' ? $"[{letter}]" : letter.ToString());
        }

        return escaped.ToString();
    }
}
