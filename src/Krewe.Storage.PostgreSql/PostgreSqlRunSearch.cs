using System.Globalization;
using Krewe.Storage.Sql;

namespace Krewe.Storage.PostgreSql;

/// <summary>Turns a filter into SQL whose order is that of an index, so that a page costs what it shows.</summary>
/// <remarks>
/// What leads to several ranges of an index (phases, the two kinds of templates, places) is asked for range by range and merged, since
/// one range is in order and several are not.
/// </remarks>
internal sealed class PostgreSqlRunSearch
{
    private readonly List<object?> _values = [];
    private readonly List<string> _conditions = [];
    private readonly PostgreSqlRunConditions _writer;
    private readonly PostgreSqlRunSource _source;
    private readonly RunOrderSql _order;
    private readonly IReadOnlyList<string> _phases;
    private readonly string? _template;

    public PostgreSqlRunSearch(RunFilter filter, RunOrder order = RunOrder.Newest)
    {
        _writer = new PostgreSqlRunConditions(Value);
        _order = RunOrderSql.Of(order);
        _phases = [.. filter.Phases.Distinct(StringComparer.Ordinal)];
        _template = filter.Template;
        _source = new PostgreSqlRunSource(filter, Value, _writer);
        _conditions.AddRange(_source.Conditions);
        AddLabels(filter.Labels.Where(label => label is not { Operator: LabelOperator.In, Values: [var only] } || _source.Term != ('l', label.Key, only)));
        foreach (var (key, value) in filter.Parameters.Where(pair => _source.Term != ('p', pair.Key, pair.Value)))
        {
            _conditions.Add(value.Length <= CommitRules.LongestSearchableValue ? $"r.parameters ->> {Value(key)} = {Value(value)}" : "false");
        }

        AddColumns(filter);
        if (_source.Rest is { } rest)
        {
            _conditions.Add(_writer.Write(rest));
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

        var ordered = _order.IsByCreation ? _source.Ordered : "r.";
        if (after is not null)
        {
            _conditions.Add(_order.IsBehind(ordered, after, Value));
        }

        var most = Value(limit);
        string[] branches = [.. _source.Ranges.SelectMany(range => (_source.IsRows ? Branches() : [Scattered()]).Select(branch => $" and {range}{branch}"))];
        return Together(columns, branches, $" {_order.By(ordered)} limit {most}") + (branches.Length > 1 ? $" {_order.By("")} limit {most}" : "");
    }

    /// <summary>Number of rows by phase.</summary>
    public string Counts() => $"select phase, count(*) from ({Together("r.phase", ScatteredRanges(), "")}) found group by phase";

    /// <summary>Number of rows by phase, among the first ones found up to a bound.</summary>
    public string Counts(int most)
    {
        var tail = $" limit {Value(most)}";
        return $"select phase, count(*) from (select phase from ({Together("r.phase", ScatteredRanges(), tail)}) each{tail}) found group by phase";
    }

    /// <summary>Ranges of an index of the rows that together are what is asked for, and have no row in common.</summary>
    private IEnumerable<string> Branches()
    {
        var phases = _phases.Count == 0 ? [""] : _phases.Select(phase => $" and r.phase = {Value(phase)}").ToArray();
        string[] templates = _template is null ? [""]
            : [$" and r.workflow_template = {Value(_template)}", $" and r.cluster_template = {Value(_template)} and r.workflow_template is distinct from {Value(_template)}"];
        return phases.SelectMany(phase => templates.Select(template => phase + template));
    }

    /// <summary>The same where their order does not matter.</summary>
    private string Scattered() =>
        (_phases.Count == 0 ? "" : $" and r.phase = any({Value(_phases.ToArray())})")
        + (_template is null ? "" : $" and (r.workflow_template = {Value(_template)} or r.cluster_template = {Value(_template)})");

    private string[] ScatteredRanges() => [.. _source.Ranges.Select(range => $" and {range}{Scattered()}")];

    private string Together(string columns, string[] ranges, string tail)
    {
        var where = " where true" + string.Concat(_conditions.Select(condition => " and " + condition));
        string[] parts = [.. ranges.Select(range => $"select {columns} from {_source.From}{where}{range}{tail}")];
        return parts is [var only] ? only : string.Join(" union all ", parts.Select(part => $"({part})"));
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

        if (filter.NameContains is { Length: > 0 } part && !_source.HasNamePart)
        {
            _conditions.Add($"strpos(r.name, {Value(part)}) > 0");
        }

        Compare(_source.Ordered + "created", ">=", filter.CreatedFrom);
        Compare(_source.Ordered + "created", "<", filter.CreatedBefore);
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

    private string Value(object? value)
    {
        _values.Add(value);
        return "$" + _values.Count.ToString(CultureInfo.InvariantCulture);
    }
}
