using System.Globalization;
using Krewe.Client;
using Krewe.Engine.Cron;
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
        if (result.Status != ObjectWriteStatus.Done)
        {
            throw KreweException.AlreadyExists(kind.Plural, created.Metadata.Name!);
        }

        TellCron(created);
        return ResourceKinds.Versioned(created, result.Version);
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
        return await ChangeResourceAsync(
            new ResourceRef(kind.Kind, @namespace, admitted.Metadata.Name!),
            (old, userVersion) => IsSeen(admitted.Metadata.ResourceVersion, old, userVersion) ? WithStatusOf(admitted, old) : throw Changed(kind, admitted.Metadata.Name!),
            cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default)
    {
        var kind = ResourceKinds.Of(resource.Kind);
        var cron = resource.Kind == ResourceKind.CronWorkflow ? await GetResourceAsync(resource, cancellationToken).ConfigureAwait(false) : null;
        var result = await _objects.DeleteAsync(kind.KeyOf(resource.Namespace, resource.Name), cancellationToken: cancellationToken).ConfigureAwait(false);
        if (result.Status == ObjectWriteStatus.NotFound)
        {
            throw KreweException.NotFound(kind.Plural, resource.Name);
        }

        if (cron is not null)
        {
            await _ledger.ForgetCronAsync(cron.Metadata.Uid!, cancellationToken).ConfigureAwait(false);
            TellCron(cron);
        }
    }

    public Task<ArgoResource> LintResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default) =>
        _admission.AdmitResourceAsync(@namespace, resource, cancellationToken);

    public async Task<CronWorkflow> SetCronSuspendedAsync(string @namespace, string name, bool suspended, CancellationToken cancellationToken = default) =>
        (CronWorkflow)await ChangeResourceAsync(
            new ResourceRef(ResourceKind.CronWorkflow, @namespace, name),
            (old, _) => old is CronWorkflow cron ? cron with { Spec = cron.Spec with { Suspend = suspended ? true : null } } : old,
            cancellationToken).ConfigureAwait(false);

    /// <summary>Changes what is stored. Whoever came in between (a cron workflow's status is written by the engine) is taken into account.</summary>
    private async Task<ArgoResource> ChangeResourceAsync(ResourceRef reference, Func<ArgoResource, long?, ArgoResource> change, CancellationToken cancellationToken)
    {
        var kind = ResourceKinds.Of(reference.Kind);
        while (true)
        {
            var stored = await _objects.GetAsync(kind.KeyOf(reference.Namespace, reference.Name), cancellationToken).ConfigureAwait(false) ?? throw KreweException.NotFound(kind.Plural, reference.Name);
            var content = kind.Deserialize(stored.Payload.Span);
            var old = ResourceKinds.Versioned(content, stored.Version);
            var changed = change(old, ResourceKinds.UserVersion(content));
            var updated = changed with
            {
                Metadata = changed.Metadata with
                {
                    Uid = old.Metadata.Uid,
                    CreationTimestamp = old.Metadata.CreationTimestamp,
                    Generation = (old.Metadata.Generation ?? 0) + 1,
                    ResourceVersion = null,
                },
            };
            var result = await _objects.PutAsync(kind.KeyOf(reference.Namespace, reference.Name), kind.Serialize(updated), updated.Metadata.Labels, stored.Version, cancellationToken).ConfigureAwait(false);
            if (result.Status == ObjectWriteStatus.Done)
            {
                TellCron(updated);
                return ResourceKinds.Versioned(updated, result.Version);
            }
        }
    }

    /// <summary>Whether the writer has seen what users wrote; what the engine wrote since is not theirs to have seen.</summary>
    private static bool IsSeen(string? expected, ArgoResource old, long? userVersion) =>
        expected is not { Length: > 0 }
        || expected == old.Metadata.ResourceVersion
        || (long.TryParse(expected, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) && userVersion <= seen && seen < long.Parse(old.Metadata.ResourceVersion!, CultureInfo.InvariantCulture));

    /// <summary>What the engine keeps in a cron workflow is not the user's to write.</summary>
    private static ArgoResource WithStatusOf(ArgoResource resource, ArgoResource old)
    {
        if (resource is not CronWorkflow cron || old is not CronWorkflow stored)
        {
            return resource;
        }

        var kept = stored.Metadata.Annotations?.GetValueOrDefault(CronNames.LastUsedScheduleAnnotation) is { } schedule ? cron.WithLastUsedSchedule(schedule) : cron;
        return kept with { Status = stored.Status };
    }

    private void TellCron(ArgoResource resource)
    {
        if (resource is CronWorkflow { Metadata: { Namespace: { } @namespace, Name: { } name } })
        {
            _crons.Tell(@namespace, name);
        }
    }

    private static KreweException Changed(ResourceKinds kind, string name) =>
        new(KreweErrorCode.Aborted, $"{kind.Plural}.argoproj.io \"{name}\" was changed by somebody else; read it again");
}
