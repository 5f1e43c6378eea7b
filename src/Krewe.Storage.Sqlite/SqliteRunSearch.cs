using System.Globalization;
using System.Text;

namespace Krewe.Storage.Sqlite;

/// <summary>Turns a filter into SQL whose order is that of an index, so that a page costs what it shows.</summary>
/// <remarks>
/// What drives the query is the most telling part of the filter: an argument's value, a label's value, else an index of
/// the row itself. Several phases are asked for one by one and merged by the caller, since one index range is in order
/// and several are not.
/// </remarks>
internal sealed class SqliteRunSearch
{
    private readonly StringBuilder _where = new();
    private readonly List<object?> _values = [];
    private string _from = "run_index r";
    private string _order = "r";

    public SqliteRunSearch(RunFilter filter, string? phase)
    {
        Drive(filter);
        AddLabels(filter);
        AddParameters(filter);
        AddColumns(filter, phase);
    }

    public IReadOnlyList<object?> Values => _values;

    /// <summary>Rows of a page in order.</summary>
    public string Page(string columns, RunCursor? after, int limit)
    {
        if (after is not null)
        {
            And($"({_order}.created, {_order}.uid) < ({Value(Moments.ToStored(after.CreatedAt))}, {Value(after.Uid)})");
        }

        return $"select {columns} from {_from}{_where} order by {_order}.created desc, {_order}.uid desc limit {Value(limit)}";
    }

    /// <summary>Number of rows by phase.</summary>
    public string Counts() => $"select r.phase, count(*) from {_from}{_where} group by r.phase";

    private void Drive(RunFilter filter)
    {
        if (filter.Parameters.Count > 0)
        {
            (_from, _order) = ("run_parameter d cross join run_index r on r.rid = d.rid", "d");
            var (key, value) = filter.Parameters.First();
            And($"d.key = {Value(key)} and d.value = {Value(value)}");
        }
        else if (Driver(filter) is { } term)
        {
            (_from, _order) = ("run_label d cross join run_index r on r.rid = d.rid", "d");
            And($"d.key = {Value(term.Key)} and d.value = {Value(term.Values[0])}");
        }
    }

    private static LabelRequirement? Driver(RunFilter filter) =>
        filter.Labels.FirstOrDefault(term => term is { Operator: LabelOperator.In, Values.Count: 1 });

    private void AddLabels(RunFilter filter)
    {
        var driver = filter.Parameters.Count > 0 ? null : Driver(filter);
        foreach (var term in filter.Labels.Where(term => !ReferenceEquals(term, driver)))
        {
            var not = term.Operator is LabelOperator.NotIn or LabelOperator.NotExists ? "not " : "";
            var values = term.Operator is LabelOperator.In or LabelOperator.NotIn ? $" and x.value in ({string.Join(", ", term.Values.Select(value => Value(value)))})" : "";
            And($"{not}exists (select 1 from run_label x where x.rid = r.rid and x.key = {Value(term.Key)}{values})");
        }
    }

    private void AddParameters(RunFilter filter)
    {
        foreach (var (key, value) in filter.Parameters.Skip(1))
        {
            And($"exists (select 1 from run_parameter x where x.rid = r.rid and x.key = {Value(key)} and x.value = {Value(value)})");
        }
    }

    private void AddColumns(RunFilter filter, string? phase)
    {
        Equal("namespace", filter.Namespace);
        Equal("phase", phase);
        Equal("name", filter.Name);
        Equal("workflow_template", filter.WorkflowTemplate);
        Equal("cluster_template", filter.ClusterWorkflowTemplate);
        Equal("cron_workflow", filter.CronWorkflow);
        Equal("creator", filter.Creator);
        if (filter.NamePrefix is { Length: > 0 } prefix)
        {
            And($"substr(r.name, 1, length({Value(prefix)})) = {Value(prefix)}");
        }

        if (filter.NameContains is { Length: > 0 } part)
        {
            And($"instr(r.name, {Value(part)}) > 0");
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
            And($"r.{column} = {Value(value)}");
        }
    }

    // Rows are kept to the millisecond, so a bound between two milliseconds is moved up to the next one.
    private void Compare(string column, string comparison, DateTimeOffset? bound)
    {
        if (bound is { } moment)
        {
            var stored = Moments.ToStored(moment);
            And($"{column} {comparison} {Value(Moments.FromStored(stored) < moment ? stored + 1 : stored)}");
        }
    }

    private void And(string condition) => _where.Append(_where.Length == 0 ? " where " : " and ").Append(condition);

    private string Value(object? value)
    {
        _values.Add(value);
        return "$" + _values.Count.ToString(CultureInfo.InvariantCulture);
    }
}
