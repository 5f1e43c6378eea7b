using Krewe.Client;
using Krewe.Expressions.Filters;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Which usage a question is of, and which of it the one who asks may see.</summary>
internal sealed class UsageFilter
{
    private static readonly string[] Known = ["namespace", "ns", "folder", "template", "workflow-template", "cluster-template", "cron", "creator", "by", "label", "labels"];
    private static readonly string[] BelowPlaces = ["template", "workflow-template", "cluster-template", "cron", "creator", "by", "label", "labels"];

    private readonly UsageQuery _query;
    private readonly RunFilter? _filter;
    private readonly bool _isBelowPlaces;

    /// <exception cref="KreweException">The filter is none, or asks for what usage does not know.</exception>
    public UsageFilter(UsageQuery query, DateTimeOffset now)
    {
        _query = query;
        if (string.IsNullOrWhiteSpace(query.Filter))
        {
            return;
        }

        // First, since it says where a text that is no filter goes wrong.
        _filter = RunFilterLanguage.Add(new RunFilter(), query.Filter, new FilterContext(now, query.Me));
        foreach (var term in FilterText.Parse(query.Filter))
        {
            Check(term);
            if (term.Key.StartsWith("label", StringComparison.OrdinalIgnoreCase))
            {
                Labels.AddRange(term.Part is { } part ? [part] : term.Values.Select(value => value.Text.Split('=')[0]));
            }

            _isBelowPlaces |= BelowPlaces.Contains(term.Key, StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>Keys of the labels that it asks for.</summary>
    public List<string> Labels { get; } = [];

    /// <summary>Whose usage is asked for and may be seen; null when that is everybody's.</summary>
    public UsageKeyFilter? Keys => _filter is null && _query is { Within: null, Places: null } ? null : new UsageKeyFilter(_isBelowPlaces ? UsageParts.All : UsageParts.Place, Matches);

    private bool Matches(UsageKey key) =>
        _query.Within?.Contains(key.Namespace, StringComparer.Ordinal) != false
        && _query.Places?.Any(place => place.Has(key.Namespace, key.Folder)) != false
        && _filter?.Matches(RowOf(key)) != false;

    /// <summary>A run as the filter language knows it, of which usage is.</summary>
    private static RunIndexRow RowOf(UsageKey key) => new()
    {
        Uid = "",
        Name = "",
        CreatedAt = default,
        Namespace = key.Namespace,
        Folder = key.Folder,
        WorkflowTemplate = key.TemplateKind == nameof(WorkflowTemplate) ? key.Template : null,
        ClusterWorkflowTemplate = key.TemplateKind == nameof(ClusterWorkflowTemplate) ? key.Template : null,
        CronWorkflow = key.TemplateKind == nameof(CronWorkflow) ? key.Template : null,
        Creator = key.Creator.Length == 0 ? null : key.Creator,
        Labels = UsageLabels.Read(key.Labels),
    };

    private static void Check(FilterTerm term)
    {
        if (!Known.Contains(term.Key, StringComparer.OrdinalIgnoreCase))
        {
            var what = term.Key.Length == 0 ? "names of runs" : $"\"{term.Key}\"";
            throw new KreweException(
                KreweErrorCode.InvalidArgument,
                $"filter: usage does not know {what}; there are namespace, folder, template, cluster-template, cron, creator, label (column {term.Offset + 1})");
        }
    }
}
