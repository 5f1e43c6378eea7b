using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Adds conditions to filters: as parts of their own, which find an index, where that says the same.</summary>
internal static class RunFilterParts
{
    public static RunFilter Add(RunFilter filter, RunCondition condition) => (condition switch
    {
        TextCondition { Patterns: [{ IgnoreCase: false, Exact: { } exact }] } text => WithText(filter, text, exact),
        TextCondition { Text: RunText.Name, Patterns: [{ IgnoreCase: false, Prefix: { } prefix }] } when filter.NamePrefix is null => filter with { NamePrefix = prefix },
        TextCondition { Text: RunText.Label, Patterns: [{ IsAnything: true }] } label => filter with { Labels = [.. filter.Labels, new(label.Key!, LabelOperator.Exists, [])] },
        TextCondition { Text: RunText.Phase } phases when filter.Phases.Count == 0 && phases.Patterns.All(pattern => pattern is { IgnoreCase: false, Exact: not null }) =>
            filter with { Phases = [.. phases.Patterns.Select(pattern => pattern.Exact!)] },
        AnyCondition { Conditions: [TextCondition { Text: RunText.WorkflowTemplate, Patterns: [{ Exact: { } one }] }, TextCondition { Text: RunText.ClusterWorkflowTemplate, Patterns: [{ Exact: { } other }] }] }
            when one == other && filter.Template is null => filter with { Template = one },
        PlaceCondition { Place: var place } => filter with { Places = RunPlace.Common(filter.Places, [place]) },
        AnyCondition { Conditions: { Count: > 0 } places } when places.All(item => item is PlaceCondition) => filter with { Places = RunPlace.Common(filter.Places, [.. places.Cast<PlaceCondition>().Select(item => item.Place)]) },
        NumberCondition { Number: RunNumber.Created, Ranges: [var range] } when filter is { CreatedFrom: null, CreatedBefore: null } => filter with
        {
            CreatedFrom = range.From is { } from ? Moments.FromStored(from) : null,
            CreatedBefore = range.To is { } to ? Moments.FromStored(to + 1) : null,
        },
        _ => null,
    }) ?? Otherwise(filter, condition);

    private static RunFilter? WithText(RunFilter filter, TextCondition text, string value) => text.Text switch
    {
        RunText.Namespace when filter.Namespace is null => filter with { Namespace = value },
        RunText.Name when filter.Name is null => filter with { Name = value },
        RunText.Phase when filter.Phases.Count == 0 => filter with { Phases = [value] },
        RunText.CronWorkflow when filter.CronWorkflow is null => filter with { CronWorkflow = value },
        RunText.Creator when filter.Creator is null => filter with { Creator = value },
        RunText.ClusterWorkflowTemplate when filter.ClusterWorkflowTemplate is null => filter with { ClusterWorkflowTemplate = value },
        RunText.Label => filter with { Labels = [.. filter.Labels, LabelRequirement.Is(text.Key!, value)] },
        RunText.Parameter when !filter.Parameters.ContainsKey(text.Key!) => filter with { Parameters = new Dictionary<string, string>(filter.Parameters) { [text.Key!] = value } },
        _ => null,
    };

    private static RunFilter Otherwise(RunFilter filter, RunCondition condition) => filter with
    {
        Where = filter.Where switch
        {
            null => condition,
            AllConditions all => new AllConditions([.. all.Conditions, condition]),
            var one => new AllConditions([one, condition]),
        },
    };
}
