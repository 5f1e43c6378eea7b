using System.Globalization;
using System.Text;
using Krewe.Storage.Sql;

namespace Krewe.Storage.Sqlite;

/// <summary>Turns a filter into SQL whose order is that of an index, so that a page costs what it shows.</summary>
/// <remarks>
/// What drives the query is the most telling part of the filter: an argument's value, a label's value, else an index of
/// the row itself. What leads to several ranges of an index (<see cref="SqliteRunBranch"/>) is asked for range by range and
/// merged by the caller, since one range is in order and several are not.
/// </remarks>
internal sealed class SqliteRunSearch
{
    private readonly StringBuilder _where = new();
    private readonly List<object?> _values = [];
    private string _from = "run_index r";
    private string _driver = "r";
    private readonly RunOrderSql _order;

    public SqliteRunSearch(RunFilter filter, SqliteRunBranch branch, RunOrderSql order)
    {
        _order = order;
        Drive(filter);
        AddLabels(filter);
        AddParameters(filter);
        AddColumns(filter, branch);
        var conditions = new SqliteRunConditions(Value);
        if (filter.Places is { } places)
        {
            And(conditions.Write(PlaceCondition.OneOf(places)));
        }

        if (filter.Where is { } where)
        {
            And(conditions.Write(where));
        }
    }

    public IReadOnlyList<object?> Values => _values;

    /// <summary>Rows of a page in order.</summary>
    public string Page(string columns, RunCursor? after, int limit)
    {
        var ordered = _order.IsByCreation ? _driver + "." : "r.";
        if (_order.IsByFinish)
        {
            And("r.finished is not null");
        }

        if (after is not null)
        {
            And(_order.IsBehind(ordered, after, Value));
        }

        return $"select {columns} from {_from}{_where} {_order.By(ordered)} limit {Value(limit)}";
    }

    /// <summary>Number of rows by phase.</summary>
    public string Counts() => $"select r.phase, count(*) from {_from}{_where} group by r.phase";

    /// <summary>Number of rows by phase, among the first ones found up to a bound.</summary>
    public string Counts(int most) => $"select phase, count(*) from (select r.phase from {_from}{_where} limit {Value(most)}) group by phase";

    private void Drive(RunFilter filter)
    {
        if (filter.Parameters.Count > 0)
        {
            (_from, _driver) = ("run_parameter d cross join run_index r on r.rid = d.rid", "d");
            var (key, value) = filter.Parameters.First();
            And($"d.key = {Value(key)} and d.value = {Value(value)}");
        }
        else if (Driver(filter) is { } term)
        {
            (_from, _driver) = ("run_label d cross join run_index r on r.rid = d.rid", "d");
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

    private void AddColumns(RunFilter filter, SqliteRunBranch branch)
    {
        Equal("namespace", filter.Namespace);
        Equal("phase", branch.Phase);
        AddTemplate(branch);
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

        Compare($"{_driver}.created", ">=", filter.CreatedFrom);
        Compare($"{_driver}.created", "<", filter.CreatedBefore);
        Compare("r.finished", ">=", filter.FinishedFrom);
        Compare("r.finished", "<", filter.FinishedBefore);
    }

    private void AddTemplate(SqliteRunBranch branch)
    {
        Equal(branch.IsClusterTemplate ? "cluster_template" : "workflow_template", branch.Template);
        if (branch is { IsClusterTemplate: true, Template: { } template })
        {
            And($"r.workflow_template is not {Value(template)}");
        }
    }

    private void Equal(string column, string? value)
    {
        if (value is not null)
        {
            And($"r.{column} = {Value(value)}");
        }
    }

    private void Compare(string column, string comparison, DateTimeOffset? bound)
    {
        if (bound is { } moment)
        {
            And($"{column} {comparison} {Value(Moments.ToStoredBound(moment))}");
        }
    }

    private void And(string condition) => _where.Append(_where.Length == 0 ? " where " : " and ").Append(condition);

    private string Value(object? value)
    {
        _values.Add(value);
        return "$" + _values.Count.ToString(CultureInfo.InvariantCulture);
    }
}
