using System.Globalization;
using System.Text;

namespace Krewe.Storage.PostgreSql;

/// <summary>Turns a filter into SQL whose order is that of an index, so that a page costs what it shows.</summary>
/// <remarks>
/// An argument's or a label's value drives the query through its hash; the value itself is compared too, as hashes may meet.
/// Several phases are asked for one by one and merged, since one index range is in order and several are not.
/// </remarks>
internal sealed class PostgreSqlRunSearch
{
    private readonly List<object?> _values = [];
    private readonly List<string> _conditions = [];
    private readonly IReadOnlyList<string> _phases;
    private readonly string _from;
    private readonly string _order;

    public PostgreSqlRunSearch(RunFilter filter)
    {
        _phases = [.. filter.Phases.Distinct(StringComparer.Ordinal)];
        (_from, _order) = ("run_index r", "r");
        if (DriverOf(filter) is { } term)
        {
            (_from, _order) = ("run_term d join run_index r on r.rid = d.rid", "d");
            _conditions.Add($"d.term = {Value(term)}");
        }

        AddLabels(filter);
        foreach (var (key, value) in filter.Parameters)
        {
            _conditions.Add(value.Length <= CommitRules.LongestSearchableValue ? $"r.parameters ->> {Value(key)} = {Value(value)}" : "false");
        }

        AddColumns(filter);
    }

    public IReadOnlyList<object?> Values => _values;

    /// <summary>Rows of a page in order.</summary>
    public string Page(string columns, RunCursor? after, int limit)
    {
        if (after is not null)
        {
            _conditions.Add($"({_order}.created, {_order}.uid) < ({Value(Moments.ToStored(after.CreatedAt))}, {Value(after.Uid)})");
        }

        var order = $"order by {_order}.created desc, {_order}.uid desc limit {Value(limit)}";
        if (_phases.Count < 2)
        {
            return $"select {columns} from {_from}{Where(_phases.Count == 0 ? null : _phases[0])} {order}";
        }

        var parts = _phases.Select(phase => $"(select {columns} from {_from}{Where(phase)} {order})").ToArray();
        return string.Join(" union all ", parts) + $" order by created desc, uid desc limit {Value(limit)}";
    }

    /// <summary>Number of rows by phase.</summary>
    public string Counts() => $"select r.phase, count(*) from {_from}{Where(null)}{PhaseList()} group by r.phase";

    private static Guid? DriverOf(RunFilter filter)
    {
        if (filter.Parameters.Count > 0)
        {
            var (key, value) = filter.Parameters.First();
            return PostgreSqlText.Term('p', key, value);
        }

        return filter.Labels.FirstOrDefault(term => term is { Operator: LabelOperator.In, Values.Count: 1 }) is { } label
            ? PostgreSqlText.Term('l', label.Key, label.Values[0])
            : null;
    }

    private void AddLabels(RunFilter filter)
    {
        foreach (var term in filter.Labels)
        {
            var key = Value(term.Key);
            _conditions.Add(term.Operator switch
            {
                LabelOperator.In => $"r.labels ->> {key} = any({Value(term.Values.ToArray())})",
                LabelOperator.NotIn => $"(r.labels ->> {key} = any({Value(term.Values.ToArray())})) is not true",
                LabelOperator.Exists => $"r.labels ? {key}",
                LabelOperator.NotExists => $"not r.labels ? {key}",
                _ => throw new InvalidOperationException($"unknown label operator {term.Operator}"),
            });
        }
    }

    private void AddColumns(RunFilter filter)
    {
        Equal("namespace", filter.Namespace);
        Equal("name", filter.Name);
        Equal("workflow_template", filter.WorkflowTemplate);
        Equal("cluster_template", filter.ClusterWorkflowTemplate);
        Equal("cron_workflow", filter.CronWorkflow);
        Equal("creator", filter.Creator);
        if (filter.NamePrefix is { Length: > 0 } prefix)
        {
            _conditions.Add($"starts_with(r.name, {Value(prefix)})");
        }

        if (filter.NameContains is { Length: > 0 } part)
        {
            _conditions.Add($"strpos(r.name, {Value(part)}) > 0");
        }

        Compare($"{_order}.created", ">=", filter.CreatedFrom);
        Compare($"{_order}.created", "<", filter.CreatedBefore);
        Compare("r.finished", ">=", filter.FinishedFrom);
        Compare("r.finished", "<", filter.FinishedBefore);
    }

    private void Equal(string column, string? value)
    {
        if (value is not null)
        {
            _conditions.Add($"r.{column} = {Value(value)}");
        }
    }

    // Rows are kept to the millisecond, so a bound between two milliseconds is moved up to the next one.
    private void Compare(string column, string comparison, DateTimeOffset? bound)
    {
        if (bound is { } moment)
        {
            var stored = Moments.ToStored(moment);
            _conditions.Add($"{column} {comparison} {Value(Moments.FromStored(stored) < moment ? stored + 1 : stored)}");
        }
    }

    private string Where(string? phase)
    {
        var where = new StringBuilder(" where true");
        foreach (var condition in _conditions)
        {
            where.Append(" and ").Append(condition);
        }

        return phase is null ? where.ToString() : where.Append(" and r.phase = ").Append(Value(phase)).ToString();
    }

    private string PhaseList() => _phases.Count == 0 ? "" : $" and r.phase = any({Value(_phases.ToArray())})";

    private string Value(object? value)
    {
        _values.Add(value);
        return "$" + _values.Count.ToString(CultureInfo.InvariantCulture);
    }
}
