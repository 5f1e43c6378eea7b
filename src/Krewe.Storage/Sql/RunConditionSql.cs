namespace Krewe.Storage.Sql;

/// <summary>Writes conditions on rows of <c>run_index r</c> as SQL; how texts are compared is the dialect's.</summary>
/// <param name="value">Takes a value and gives the parameter that stands for it.</param>
/// <remarks>SQL knows a third truth value, for what a row does not have. It counts as untrue everywhere but under a "not", which therefore asks for "not true".</remarks>
public abstract class RunConditionSql(Func<object?, string> value)
{
    /// <summary>A condition that is never true.</summary>
    protected const string Never = "1 = 0";

    /// <summary>The condition as SQL.</summary>
    /// <param name="condition">The condition.</param>
    public string Write(RunCondition condition) => condition switch
    {
        AllConditions all => Joined(all.Conditions, " and ", "1 = 1"),
        AnyCondition any => Joined(any.Conditions, " or ", Never),
        NotCondition not => $"({Write(not.Condition)}) is not true",
        SuspendedCondition => "r.suspended",
        PlaceCondition place => Write(place.Texts),
        TextCondition { Patterns.Count: 0 } or NumberCondition { Ranges.Count: 0 } => Never,
        TextCondition text => WriteText(text),
        NumberCondition number => WriteNumber(number),
        _ => throw new InvalidOperationException($"unknown condition {condition?.GetType()}"),
    };

    /// <summary>A condition on a text, which has at least one pattern.</summary>
    /// <param name="condition">The condition.</param>
    protected abstract string WriteText(TextCondition condition);

    /// <summary>The parameter that stands for a value.</summary>
    /// <param name="item">The value.</param>
    protected string Value(object? item) => value(item);

    /// <summary>Column of a text that has one.</summary>
    /// <param name="text">The text.</param>
    protected static string ColumnOf(RunText text) => text switch
    {
        RunText.Uid => "r.uid",
        RunText.Namespace => "r.namespace",
        RunText.Name => "r.name",
        RunText.Phase => "r.phase",
        RunText.WorkflowTemplate => "r.workflow_template",
        RunText.ClusterWorkflowTemplate => "r.cluster_template",
        RunText.CronWorkflow => "r.cron_workflow",
        RunText.Creator => "r.creator",
        RunText.Folder => "r.folder",
        RunText.Message => "r.message",
        _ => throw new InvalidOperationException($"text {text} has no column"),
    };

    private string Joined(IReadOnlyList<RunCondition> conditions, string word, string none) =>
        conditions.Count == 0 ? none : "(" + string.Join(word, conditions.Select(Write)) + ")";

    private string WriteNumber(NumberCondition condition)
    {
        if (condition.Number == RunNumber.Duration)
        {
            return "(" + string.Join(" or ", condition.Ranges.Select(range => Lasted(range, Moments.ToStored(condition.Now)))) + ")";
        }

        var column = condition.Number switch
        {
            RunNumber.Priority => "r.priority",
            RunNumber.Created => "r.created",
            RunNumber.Started => "r.started",
            RunNumber.Finished => "r.finished",
            _ => throw new InvalidOperationException($"unknown number {condition.Number}"),
        };
        return "(" + string.Join(" or ", condition.Ranges.Select(range => Within(column, range))) + ")";
    }

    /// <summary>Runs that have ended, and those that go on, apart, so that each may have an index.</summary>
    private string Lasted(NumberRange range, long now) =>
        $"({Within("(r.finished - r.started)", range)} or (r.finished is null and {Within("r.started", new NumberRange(now - range.To, now - range.From))}))";

    private string Within(string column, NumberRange range) => (range.From, range.To) switch
    {
        ({ } from, { } to) => $"{column} between {value(from)} and {value(to)}",
        ({ } from, null) => $"{column} >= {value(from)}",
        (null, { } to) => $"{column} <= {value(to)}",
        _ => $"{column} is not null",
    };
}
