using System.Text;

namespace Krewe.Storage.Sqlite;

/// <summary>Writes conditions on rows of <c>run_index r</c> as SQL.</summary>
/// <param name="value">Takes a value and gives the parameter that stands for it.</param>
/// <remarks>SQL knows a third truth value, for what a row does not have. It counts as untrue everywhere but under a "not", which therefore asks for "not true".</remarks>
internal sealed class SqliteRunConditions(Func<object?, string> value)
{
    public string Write(RunCondition condition) => condition switch
    {
        AllConditions all => Joined(all.Conditions, " and ", "1"),
        AnyCondition any => Joined(any.Conditions, " or ", "0"),
        NotCondition not => $"({Write(not.Condition)}) is not true",
        SuspendedCondition => "r.suspended = 1",
        TextCondition text => Write(text),
        NumberCondition number => Write(number),
        _ => throw new InvalidOperationException($"unknown condition {condition.GetType()}"),
    };

    private string Joined(IReadOnlyList<RunCondition> conditions, string word, string none) =>
        conditions.Count == 0 ? none : "(" + string.Join(word, conditions.Select(Write)) + ")";

    private string Write(TextCondition condition)
    {
        if (condition.Patterns.Count == 0)
        {
            return "0";
        }

        var table = condition.Text switch { RunText.Label => "run_label", RunText.Parameter => "run_parameter", _ => null };
        var column = table is null ? Column(condition.Text) : "x.value";
        var key = table is null ? null : value(condition.Key);
        var fits = "(" + string.Join(" or ", condition.Patterns.Select(pattern => Fits(column, pattern))) + ")";
        return table is null ? fits : $"exists (select 1 from {table} x where x.rid = r.rid and x.key = {key} and {fits})";
    }

    private string Fits(string column, TextPattern pattern)
    {
        if (pattern.IsAnything)
        {
            return $"{column} is not null";
        }

        // SQLite's own lower() folds the letters A to Z alone; its LIKE does so always, hence GLOB.
        var compared = pattern.IgnoreCase ? $"lower({column})" : column;
        return pattern.Exact is not null ? $"{compared} = {value(pattern.Compared.First())}" : $"{compared} glob {value(string.Join('*', pattern.Compared.Select(Escape)))}";
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
        return condition.Ranges.Count == 0 ? "0" : "(" + string.Join(" or ", condition.Ranges.Select(range => Within(column, range))) + ")";
    }

    private string Within(string column, NumberRange range) => (range.From, range.To) switch
    {
        ({ } from, { } to) => $"{column} between {value(from)} and {value(to)}",
        ({ } from, null) => $"{column} >= {value(from)}",
        (null, { } to) => $"{column} <= {value(to)}",
        _ => $"{column} is not null",
    };

    private static string Column(RunText text) => text switch
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
        _ => throw new InvalidOperationException($"unknown text {text}"),
    };
}
