using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Pipelines: those that have had a run, and definitions that have not had one yet, as one list.</summary>
internal sealed class PipelineCatalog(IPipelineStore pipelines, IObjectStore objects)
{
    /// <summary>A page in order of namespace, name, kind. A definition for all namespaces is listed where it has had a run.</summary>
    public async Task<IReadOnlyList<PipelineRow>> ListAsync(PipelineFilter filter, PipelineKey? after, int limit, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<PipelineKey, long>(PipelineKey.Order);
        foreach (var row in await pipelines.ListPipelinesAsync(filter, after, limit, cancellationToken).ConfigureAwait(false))
        {
            found[row.Key] = row.LastNumber;
        }

        foreach (var kind in new[] { nameof(WorkflowTemplate), nameof(CronWorkflow) }.Where(kind => filter.Kind is null || filter.Kind == kind))
        {
            await AddDefinitionsAsync(kind, filter, after, limit, found, cancellationToken).ConfigureAwait(false);
        }

        return [.. found.Take(limit).Select(entry => new PipelineRow(entry.Key, entry.Value))];
    }

    /// <summary>Number of the newest run; 0 for a definition that had none, null when there is no such pipeline.</summary>
    public async Task<PipelineRow?> FindAsync(PipelineKey key, CancellationToken cancellationToken) =>
        await pipelines.GetPipelineAsync(key, cancellationToken).ConfigureAwait(false)
        ?? (await DefinitionAsync(key, cancellationToken).ConfigureAwait(false) is null ? null : new PipelineRow(key, 0));

    /// <summary>The definition, if it is stored now.</summary>
    public async Task<ArgoResource?> DefinitionAsync(PipelineKey key, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<ResourceKind>(key.Kind, out var kind))
        {
            return null;
        }

        var stored = ResourceKinds.Of(kind);
        return await objects.GetAsync(stored.KeyOf(key.Namespace, key.Name), cancellationToken).ConfigureAwait(false) is { } found ? stored.Deserialize(found.Payload.Span) : null;
    }

    private async Task AddDefinitionsAsync(string kind, PipelineFilter filter, PipelineKey? after, int limit, SortedDictionary<PipelineKey, long> found, CancellationToken cancellationToken)
    {
        // Objects of one kind come by namespace and name. One of the same name as the last pipeline may follow it by its kind.
        var from = after is null ? (ObjectKey?)null : new ObjectKey(kind, after.Namespace, after.Name);
        if (after is not null && string.CompareOrdinal(kind, after.Kind) > 0 && (filter.Namespace is null || filter.Namespace == after.Namespace)
            && (filter.NameContains is null || after.Name.Contains(filter.NameContains, StringComparison.Ordinal))
            && await objects.GetAsync(from!.Value, cancellationToken).ConfigureAwait(false) is not null)
        {
            found.TryAdd(after with { Kind = kind }, 0);
        }

        for (var left = limit; left > 0;)
        {
            var page = await objects.ListAsync(new ObjectFilter(kind) { Namespace = filter.Namespace }, from, limit, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Where(item => filter.NameContains is null || item.Key.Name.Contains(filter.NameContains, StringComparison.Ordinal)))
            {
                left--;
                var key = new PipelineKey(item.Key.Namespace, kind, item.Key.Name);
                if (!found.ContainsKey(key))
                {
                    found[key] = (await pipelines.GetPipelineAsync(key, cancellationToken).ConfigureAwait(false))?.LastNumber ?? 0;
                }
            }

            if (page.Count < limit)
            {
                return;
            }

            from = page[^1].Key;
        }
    }
}
