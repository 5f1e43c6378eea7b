using Krewe.Model.Documents;

namespace Krewe.Model.Conversion;

/// <summary>
/// Rewrites fields that Argo v4 removed: <c>synchronization.mutex</c> and <c>semaphore</c> become lists, a CronWorkflow's
/// <c>schedule</c> becomes <c>schedules</c>, <c>podPriority</c> goes. Works on documents, so that everything else, comments
/// aside, stays as it was written.
/// </summary>
public static class LegacyConverter
{
    /// <summary>Rewrites one document, <c>List</c> kinds included; documents of other kinds come back as they are.</summary>
    /// <param name="document">The document.</param>
    /// <param name="kind">Its kind; read from the document when null.</param>
    public static LegacyConversion Convert(DocumentNode document, string? kind = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document is not MapNode map)
        {
            return new LegacyConversion(document, []);
        }

        var rewriter = new LegacyRewriter();
        kind ??= map.Text("kind");
        DocumentNode result = kind switch
        {
            nameof(Workflow) or nameof(WorkflowTemplate) or nameof(ClusterWorkflowTemplate) => rewriter.Resource(map),
            nameof(CronWorkflow) => rewriter.Cron(map),
            not null when kind.EndsWith("List", StringComparison.Ordinal) && map["items"] is ListNode items => List(map, items, rewriter.Changes),
            _ => map,
        };
        return new LegacyConversion(result, rewriter.Changes);
    }

    private static MapNode List(MapNode map, ListNode items, List<Diagnostic> changes)
    {
        var converted = items.Items.Select(item => Convert(item)).ToList();
        changes.AddRange(converted.SelectMany(item => item.Changes));
        var list = new ListNode(items.Location, [.. converted.Select(item => item.Document)]);
        return new MapNode(map.Location, [.. map.Entries.Select(entry => entry.Key == "items" ? entry with { Value = list } : entry)]);
    }
}
