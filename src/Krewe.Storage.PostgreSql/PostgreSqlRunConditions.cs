using System.Globalization;
using System.Text;

namespace Krewe.Storage.PostgreSql;

/// <summary>Writes conditions on rows of <c>run_index r</c> as SQL.</summary>
/// <param name="value">Takes a value and gives the parameter that stands for it.</param>
/// <remarks>SQL knows a third truth value, for what a row does not have. It counts as untrue everywhere but under a "not", which therefore asks for "not true".</remarks>
internal sealed class PostgreSqlRunConditions(Func<object?, string> value)
{
    public string Write(RunCondition condition) => condition switch
    {
        AllConditions all => Joined(all.Conditions, " and ", "true"),
        AnyCondition any => Joined(any.Conditions, " or ", "false"),
        NotCondition not => $"({Write(not.Condition)}) is not true",
        SuspendedCondition => "r.suspended",
        TextCondition text => Write(text),
        NumberCondition number => Write(number),
        _ => throw new InvalidOperationException($"unknown condition {condition.GetType()}"),
    };

    /// <summary>That a text begins in a certain way, also as a range, which an index by the text can serve.</summary>
    public string BeginsWith(string column, string prefix)
    {
        var starts = $"starts_with({column}, {value(prefix)})";
        return prefix[^1] < '~'
            ? $"({starts} and {column} >= {value(prefix)} and {column} < {value(prefix[..^1] + (char)(prefix[^1] + 1))})"
            : starts;
    }

    private string Joined(IReadOnlyList<RunCondition> conditions, string word, string none) =>
        conditions.Count == 0 ? none : "(" + string.Join(word, conditions.Select(Write)) + ")";

    private string Write(TextCondition condition)
    {
        var column = Column(condition);
        var fits = condition.Patterns.Count == 0 ? "false" : condition.Patterns.All(pattern => pattern is { Exact: not null, IgnoreCase: false })
            ? $"{column} = any({value(condition.Patterns.Select(pattern => pattern.Exact!).ToArray())})"
            : "(" + string.Join(" or ", condition.Patterns.Select(pattern => Fits(column, pattern, isName: condition.Text == RunText.Name))) + ")";
        return condition.Text == RunText.Parameter ? $"({fits} and length({column}) <= {CommitRules.LongestSearchableValue})" : fits;
    }

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
        return pattern.Exact is not null ? $"{compared} = {value(pattern.Compared.First())}" : $"{compared} like {value(string.Join('%', pattern.Compared.Select(Escape)))}";
    }

    private static string Escape(string piece)
    {
        var escaped = new StringBuilder(piece.Length);
        foreach (var letter in piece)
        {
            escaped.Append(letter is '%' or '_' or '\\' ? "\\" : "").Append(letter);
        }

        return escaped.ToString();
    }

    private string Write(NumberCondition condition)
    {
        var column = condition.Number switch
        {
            RunNumber.Priority => "r.priority",
            RunNumber.Created => "r.created",
            RunNumber.Started => "r.started",
            RunNumber.Finished => "r.finished",
            RunNumber.Duration => $"(coalesce(r.finished, {value(Moments.ToStored(condition.Now))}) - r.started)",
            _ => throw new InvalidOperationException($"unknown number {condition.Number}"),
        };
        return condition.Ranges.Count == 0 ? "false" : "(" + string.Join(" or ", condition.Ranges.Select(range => Within(column, range))) + ")";
    }

    private string Within(string column, NumberRange range) => (range.From, range.To) switch
    {
        ({ } from, { } to) => $"{column} between {value(from)} and {value(to)}",
        ({ } from, null) => $"{column} >= {value(from)}",
        (null, { } to) => $"{column} <= {value(to)}",
        _ => $"{column} is not null",
    };

    private string Column(TextCondition condition) => condition.Text switch
    {
        RunText.Uid => "r.uid",
        RunText.Namespace => "r.namespace",
        RunText.Name => "r.name",
        RunText.Phase => "r.phase",
        RunText.WorkflowTemplate => "r.workflow_template",
        RunText.ClusterWorkflowTemplate => "r.cluster_template",
        RunText.CronWorkflow => "r.cron_workflow",
        RunText.Creator => "r.creator",
        RunText.Message => "r.message",
        RunText.Label => $"(r.labels ->> {value(condition.Key)})",
        RunText.Parameter => $"(r.parameters ->> {value(condition.Key)})",
        _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"unknown text {condition.Text}")),
    };
}
