using System.Globalization;
using Krewe.Storage.Sql;

namespace Krewe.Storage.PostgreSql;

/// <summary>Turns a filter into SQL whose order is that of an index, so that a page costs what it shows.</summary>
/// <remarks>
/// An argument's or a label's value drives the query through its hash alone: 128 bits of SHA-256 do not meet by chance, and to
/// compare the value too would make the planner expect next to nothing and sort all there is.
/// What leads to several ranges of an index (phases, the two kinds of templates) is asked for range by range and merged, since
/// one range is in order and several are not.
/// </remarks>
internal sealed class PostgreSqlRunSearch
{
    private readonly List<object?> _values = [];
    private readonly List<string> _conditions = [];
    private readonly PostgreSqlRunConditions _writer;
    private readonly RunOrderSql _order;
    private readonly IReadOnlyList<string> _phases;
    private readonly string? _template;
    private readonly string _from;
    private readonly string _ordered;

    public PostgreSqlRunSearch(RunFilter filter, RunOrder order = RunOrder.Newest)
    {
        _writer = new PostgreSqlRunConditions(Value);
        _order = RunOrderSql.Of(order);
        _phases = [.. filter.Phases.Distinct(StringComparer.Ordinal)];
        _template = filter.Template;
        (_from, _ordered) = ("run_index r", "r.");
        var driver = DriverOf(filter);
        if (driver is { } term)
        {
            (_from, _ordered) = ("run_term d join run_index r on r.rid = d.rid", _order.IsByCreation ? "d." : "r.");
            _conditions.Add($"d.term = {Value(PostgreSqlText.Term(term.Kind, term.Key, term.Value))}");
        }

        AddLabels(filter.Labels.Where(label => label is not { Operator: LabelOperator.In, Values: [var only] } || driver != ('l', label.Key, only)));
        foreach (var (key, value) in filter.Parameters.Where(pair => driver != ('p', pair.Key, pair.Value)))
        {
            _conditions.Add(value.Length <= CommitRules.LongestSearchableValue ? $"r.parameters ->> {Value(key)} = {Value(value)}" : "false");
        }

        AddColumns(filter);
        if (filter.Where is { } where)
        {
            _conditions.Add(_writer.Write(where));
        }
    }

    public IReadOnlyList<object?> Values => _values;

    /// <summary>Rows of a page in order.</summary>
    public string Page(string columns, RunCursor? after, int limit)
    {
        if (_order.IsByFinish)
        {
            _conditions.Add("r.finished is not null");
        }

        if (after is not null)
        {
            _conditions.Add(_order.IsBehind(_ordered, after, Value));
        }

        var tail = $"{_order.By(_ordered)} limit {Value(limit)}";
        string[] parts = [.. Branches().Select(branch => $"select {columns} from {_from}{Where(branch)} {tail}")];
        return parts is [var only] ? only : string.Join(" union all ", parts.Select(part => $"({part})")) + $" {_order.By("")} limit {Value(limit)}";
    }

    /// <summary>Number of rows by phase.</summary>
    public string Counts() => $"select r.phase, count(*) from {_from}{Where(Scattered())} group by r.phase";

    /// <summary>Number of rows by phase, among the first ones found up to a bound.</summary>
    public string Counts(int most) => $"select phase, count(*) from (select r.phase from {_from}{Where(Scattered())} limit {Value(most)}) found group by phase";

    /// <summary>Ranges of an index that together are what is asked for, and have no row in common.</summary>
    private IEnumerable<string> Branches()
    {
        var phases = _phases.Count == 0 ? [""] : _phases.Select(phase => $" and r.phase = {Value(phase)}").ToArray();
        string[] templates = _template is null ? [""]
            : [$" and r.workflow_template = {Value(_template)}", $" and r.cluster_template = {Value(_template)} and r.workflow_template is distinct from {Value(_template)}"];
        return phases.SelectMany(phase => templates.Select(template => phase + template));
    }

    /// <summary>The same where order does not matter.</summary>
    private string Scattered() =>
        (_phases.Count == 0 ? "" : $" and r.phase = any({Value(_phases.ToArray())})")
        + (_template is null ? "" : $" and (r.workflow_template = {Value(_template)} or r.cluster_template = {Value(_template)})");

    /// <summary>The label or argument by which runs are found; one that is too long to be found is left to be refused.</summary>
    private static (char Kind, string Key, string Value)? DriverOf(RunFilter filter)
    {
        if (filter.Parameters.Count > 0)
        {
            var (key, value) = filter.Parameters.First();
            return value.Length <= CommitRules.LongestSearchableValue ? ('p', key, value) : null;
        }

        return filter.Labels.FirstOrDefault(term => term is { Operator: LabelOperator.In, Values.Count: 1 }) is { } label ? ('l', label.Key, label.Values[0]) : null;
    }

    private void AddLabels(IEnumerable<LabelRequirement> labels)
    {
        foreach (var term in labels)
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
            _conditions.Add(_writer.BeginsWith("r.name", prefix));
        }

        if (filter.NameContains is { Length: > 0 } part)
        {
            _conditions.Add($"strpos(r.name, {Value(part)}) > 0");
        }

        Compare((_from == "run_index r" ? "r" : "d") + ".created", ">=", filter.CreatedFrom);
        Compare((_from == "run_index r" ? "r" : "d") + ".created", "<", filter.CreatedBefore);
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

    private void Compare(string column, string comparison, DateTimeOffset? bound)
    {
        if (bound is { } moment)
        {
            _conditions.Add($"{column} {comparison} {Value(Moments.ToStoredBound(moment))}");
        }
    }

    private string Where(string branch) => " where true" + string.Concat(_conditions.Select(condition => " and " + condition)) + branch;

    private string Value(object? value)
    {
        _values.Add(value);
        return "$" + _values.Count.ToString(CultureInfo.InvariantCulture);
    }
}
