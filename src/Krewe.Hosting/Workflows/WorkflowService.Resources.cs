using System.Globalization;
using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>Stored definitions.</content>
internal sealed partial class WorkflowService
{
    public Task<ArgoResource> CreateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default) =>
        CreateResourceAsync(@namespace, resource, uid: null, cancellationToken);

    /// <summary>The same for a definition that a node makes, whose uid follows from the node.</summary>
    internal async Task<ArgoResource> CreateResourceAsync(string @namespace, ArgoResource resource, string? uid, CancellationToken cancellationToken)
    {
        var kind = ResourceKinds.Of(resource);
        var admitted = await _admission.AdmitResourceAsync(@namespace, resource, cancellationToken).ConfigureAwait(false);
        var created = admitted with
        {
            Metadata = admitted.Metadata with { Uid = uid ?? Guid.NewGuid().ToString(), CreationTimestamp = _time.GetUtcNow(), Generation = 1, ResourceVersion = null },
        };
        var result = await _objects.PutAsync(kind.KeyOf(@namespace, created.Metadata.Name!), kind.Serialize(created), created.Metadata.Labels, expectedVersion: 0, cancellationToken).ConfigureAwait(false);
        return result.Status == ObjectWriteStatus.Done
            ? ResourceKinds.Versioned(created, result.Version)
            : throw KreweException.AlreadyExists(kind.Plural, created.Metadata.Name!);
    }

    public async Task<ArgoResource> GetResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default)
    {
        var kind = ResourceKinds.Of(resource.Kind);
        return await _objects.GetAsync(kind.KeyOf(resource.Namespace, resource.Name), cancellationToken).ConfigureAwait(false) is { } stored
            ? ResourceKinds.Versioned(kind.Deserialize(stored.Payload.Span), stored.Version)
            : throw KreweException.NotFound(kind.Plural, resource.Name);
    }

    public async Task<ResourceList> ListResourcesAsync(ListResourcesQuery query, CancellationToken cancellationToken = default)
    {
        var kind = ResourceKinds.Of(query.Kind);
        var filter = new ObjectFilter(kind.Name) { Namespace = query.Namespace.Length == 0 || kind.IsClusterWide ? null : query.Namespace, Labels = Selectors.Labels(query.LabelSelector) };
        var limit = query.Limit is > 0 and < LargestPage ? query.Limit : LargestPage;
        ObjectKey? after = query.Continue is { Length: > 0 } token && token.Split('/') is [var ns, var name] ? kind.KeyOf(ns, name) : null;
        var page = await _objects.ListAsync(filter, after, limit, cancellationToken).ConfigureAwait(false);
        return new ResourceList
        {
            Metadata = new ListMeta { Continue = page.Count == limit ? $"{page[^1].Key.Namespace}/{page[^1].Key.Name}" : null },
            Items = [.. page
                .Where(item => query.NamePattern is not { Length: > 0 } part || item.Key.Name.Contains(part, StringComparison.Ordinal))
                .Select(item => ResourceKinds.Versioned(kind.Deserialize(item.Payload.Span), item.Version))],
        };
    }

    public async Task<ArgoResource> UpdateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default)
    {
        var kind = ResourceKinds.Of(resource);
        var admitted = await _admission.AdmitResourceAsync(@namespace, resource, cancellationToken).ConfigureAwait(false);
        var old = await GetResourceAsync(new ResourceRef(kind.Kind, @namespace, admitted.Metadata.Name!), cancellationToken).ConfigureAwait(false);
        if (admitted.Metadata.ResourceVersion is { Length: > 0 } expected && expected != old.Metadata.ResourceVersion)
        {
            throw Changed(kind, admitted.Metadata.Name!);
        }

        var updated = admitted with
        {
            Metadata = admitted.Metadata with
            {
                Uid = old.Metadata.Uid,
                CreationTimestamp = old.Metadata.CreationTimestamp,
                Generation = (old.Metadata.Generation ?? 0) + 1,
                ResourceVersion = null,
            },
        };
        var version = long.Parse(old.Metadata.ResourceVersion!, CultureInfo.InvariantCulture);
        var result = await _objects.PutAsync(kind.KeyOf(@namespace, updated.Metadata.Name!), kind.Serialize(updated), updated.Metadata.Labels, version, cancellationToken).ConfigureAwait(false);
        return result.Status == ObjectWriteStatus.Done ? ResourceKinds.Versioned(updated, result.Version) : throw Changed(kind, updated.Metadata.Name!);
    }

    public async Task DeleteResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default)
    {
        var kind = ResourceKinds.Of(resource.Kind);
        var result = await _objects.DeleteAsync(kind.KeyOf(resource.Namespace, resource.Name), cancellationToken: cancellationToken).ConfigureAwait(false);
        if (result.Status == ObjectWriteStatus.NotFound)
        {
            throw KreweException.NotFound(kind.Plural, resource.Name);
        }
    }

    public Task<ArgoResource> LintResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default) =>
        _admission.AdmitResourceAsync(@namespace, resource, cancellationToken);

    public async Task<CronWorkflow> SetCronSuspendedAsync(string @namespace, string name, bool suspended, CancellationToken cancellationToken = default)
    {
        var cron = (CronWorkflow)await GetResourceAsync(new ResourceRef(ResourceKind.CronWorkflow, @namespace, name), cancellationToken).ConfigureAwait(false);
        return (CronWorkflow)await UpdateResourceAsync(@namespace, cron with { Spec = cron.Spec with { Suspend = suspended } }, cancellationToken).ConfigureAwait(false);
    }

    private static KreweException Changed(ResourceKinds kind, string name) =>
        new(KreweErrorCode.Aborted, $"{kind.Plural}.argoproj.io \"{name}\" was changed by somebody else; read it again");
}
