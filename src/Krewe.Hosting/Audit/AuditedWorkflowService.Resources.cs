using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model;

namespace Krewe.Hosting;

/// <content>Stored definitions: the whole object before and after.</content>
internal sealed partial class AuditedWorkflowService
{
    public override Task<ArgoResource> CreateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default)
    {
        var kind = ResourceRoutes.KindOf(resource);
        var change = Change("create", new ResourceRef(kind, @namespace, resource.Metadata.Name ?? ""));
        return log.DoAsync(change, async () => Noted(change, await base.CreateResourceAsync(@namespace, resource, cancellationToken).ConfigureAwait(false)), cancellationToken);
    }

    public override Task<ArgoResource> UpdateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default)
    {
        var reference = new ResourceRef(ResourceRoutes.KindOf(resource), @namespace, resource.Metadata.Name ?? "");
        return ChangeAsync("update", reference, () => base.UpdateResourceAsync(@namespace, resource, cancellationToken), cancellationToken);
    }

    public override Task DeleteResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default) => ChangeAsync<ArgoResource?>(
        "delete",
        resource,
        async () =>
        {
            await base.DeleteResourceAsync(resource, cancellationToken).ConfigureAwait(false);
            return null;
        },
        cancellationToken);

    public override Task<CronWorkflow> SetCronSuspendedAsync(string @namespace, string name, bool suspended, CancellationToken cancellationToken = default) => ChangeAsync(
        suspended ? "suspend" : "resume",
        new ResourceRef(ResourceKind.CronWorkflow, @namespace, name),
        () => base.SetCronSuspendedAsync(@namespace, name, suspended, cancellationToken),
        cancellationToken);

    private Task<T> ChangeAsync<T>(string action, ResourceRef reference, Func<Task<T>> act, CancellationToken cancellationToken)
        where T : ArgoResource?
    {
        var change = Change(action, reference);
        return log.DoAsync(
            change,
            async () =>
            {
                change.Before = await StoredAsync(reference, cancellationToken).ConfigureAwait(false);
                return Noted(change, await act().ConfigureAwait(false));
            },
            cancellationToken);
    }

    private static AuditedChange Change(string action, ResourceRef reference) => new(action, ResourceRoutes.Plural(reference.Kind))
    {
        Namespace = ResourceRoutes.IsClusterWide(reference.Kind) ? "" : reference.Namespace,
        Name = reference.Name,
    };

    private static T Noted<T>(AuditedChange change, T resource)
        where T : ArgoResource?
    {
        if (resource is not null)
        {
            (change.Name, change.Uid) = (resource.Metadata.Name ?? change.Name, resource.Metadata.Uid);
            change.After = AuditNotes.Of(resource);
        }

        return resource;
    }

    private async Task<JsonNode?> StoredAsync(ResourceRef reference, CancellationToken cancellationToken)
    {
        try
        {
            return AuditNotes.Of(await base.GetResourceAsync(reference, cancellationToken).ConfigureAwait(false));
        }
        catch (KreweException)
        {
            // There is none, which the change itself is told.
            return null;
        }
    }
}
