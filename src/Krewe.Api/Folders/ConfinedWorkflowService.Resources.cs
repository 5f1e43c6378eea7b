using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model;
using Krewe.Model.Analysis;
using Krewe.Model.Runs;

namespace Krewe.Api;

/// <content>Stored definitions.</content>
internal sealed partial class ConfinedWorkflowService
{
    public async Task<ArgoResource> CreateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default)
    {
        if (ResourceRoutes.IsClusterWide(ResourceRoutes.KindOf(resource)))
        {
            return await inner.CreateResourceAsync(@namespace, resource, cancellationToken).ConfigureAwait(false);
        }

        var placed = resource with { Metadata = Placed(@namespace, resource.Metadata) };
        Require(@namespace, Folders.Of(placed.Metadata), role);
        await RequireTemplatesAsync(@namespace, placed, cancellationToken).ConfigureAwait(false);
        return await inner.CreateResourceAsync(@namespace, placed, cancellationToken).ConfigureAwait(false);
    }

    public Task<ArgoResource> GetResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default) => SeenAsync(resource, cancellationToken);

    public async Task<ResourceList> ListResourcesAsync(ListResourcesQuery query, CancellationToken cancellationToken = default)
    {
        var list = await inner.ListResourcesAsync(query, cancellationToken).ConfigureAwait(false);
        return ResourceRoutes.IsClusterWide(query.Kind) ? list : list with { Items = [.. list.Items.Where(item => May(item.Metadata.Namespace, Folders.Of(item.Metadata)))] };
    }

    public async Task<ArgoResource> UpdateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default)
    {
        var kind = ResourceRoutes.KindOf(resource);
        if (ResourceRoutes.IsClusterWide(kind))
        {
            return await inner.UpdateResourceAsync(@namespace, resource, cancellationToken).ConfigureAwait(false);
        }

        // Moving it takes the right where it lies and where it goes.
        var stored = await SeenAsync(new ResourceRef(kind, @namespace, resource.Metadata.Name ?? ""), cancellationToken).ConfigureAwait(false);
        Require(@namespace, Folders.Of(resource.Metadata), role);
        await RequireTemplatesAsync(@namespace, resource, cancellationToken).ConfigureAwait(false);
        var version = resource.Metadata.ResourceVersion is { Length: > 0 } given ? given : stored.Metadata.ResourceVersion;
        return await inner.UpdateResourceAsync(@namespace, resource with { Metadata = resource.Metadata with { ResourceVersion = version } }, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default)
    {
        await SeenAsync(resource, cancellationToken).ConfigureAwait(false);
        await inner.DeleteResourceAsync(resource, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ArgoResource> LintResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default)
    {
        await RequireTemplatesAsync(@namespace, resource, cancellationToken).ConfigureAwait(false);
        return await inner.LintResourceAsync(@namespace, resource, cancellationToken).ConfigureAwait(false);
    }

    public async Task<CronWorkflow> SetCronSuspendedAsync(string @namespace, string name, bool suspended, CancellationToken cancellationToken = default)
    {
        await SeenAsync(new ResourceRef(ResourceKind.CronWorkflow, @namespace, name), cancellationToken).ConfigureAwait(false);
        return await inner.SetCronSuspendedAsync(@namespace, name, suspended, cancellationToken).ConfigureAwait(false);
    }

    public async Task<CronSlotPage> ListCronSlotsAsync(CronSlotsQuery query, CancellationToken cancellationToken = default)
    {
        await SeenAsync(new ResourceRef(ResourceKind.CronWorkflow, query.Namespace, query.Name), cancellationToken).ConfigureAwait(false);
        return await inner.ListCronSlotsAsync(query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The definition that is meant, once it is known that the caller may.</summary>
    private async Task<ArgoResource> SeenAsync(ResourceRef resource, CancellationToken cancellationToken)
    {
        var found = await inner.GetResourceAsync(resource, cancellationToken).ConfigureAwait(false);
        if (!ResourceRoutes.IsClusterWide(resource.Kind))
        {
            RequireSeen(resource.Namespace, Folders.Of(found.Metadata), ResourceRoutes.Plural(resource.Kind), resource.Name);
        }

        return found;
    }

    private Task RequireTemplatesAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken) => RequireTemplatesAsync(
        @namespace,
        resource switch
        {
            Workflow workflow => workflow.Spec,
            WorkflowTemplate template => template.Spec,
            CronWorkflow cron => cron.Spec.WorkflowSpec,
            WorkflowEventBinding binding => new WorkflowSpec { WorkflowTemplateRef = binding.Spec.Submit?.WorkflowTemplateRef },
            _ => null,
        },
        cancellationToken);

    /// <summary>
    /// Whoever uses a template runs it: that takes the role of a runner where it lies, by whatever way. A name that only the run
    /// will know could be any.
    /// </summary>
    private async Task RequireTemplatesAsync(string @namespace, WorkflowSpec? spec, CancellationToken cancellationToken)
    {
        foreach (var reference in TemplateReference.Of(spec).Where(reference => !reference.ClusterScope))
        {
            if (!reference.IsFixed)
            {
                Require(@namespace, "", AccessRole.Runner);
                continue;
            }

            var folder = await FolderOfAsync(@namespace, reference.Name, cancellationToken).ConfigureAwait(false);
            if (folder is not null && caller.RoleAt(@namespace, folder) < AccessRole.Runner)
            {
                throw caller.RoleAt(@namespace, folder) < AccessRole.Viewer
                    ? new KreweException(KreweErrorCode.InvalidArgument, $"template reference {reference.Name} not found")
                    : new KreweException(KreweErrorCode.PermissionDenied, $"to use template \"{reference.Name}\" takes the role runner in folder \"{folder}\"");
            }
        }
    }

    /// <summary>Where a template lies; null when there is none, which validation tells.</summary>
    private async Task<string?> FolderOfAsync(string @namespace, string template, CancellationToken cancellationToken)
    {
        try
        {
            return Folders.Of((await inner.GetResourceAsync(new ResourceRef(ResourceKind.WorkflowTemplate, @namespace, template), cancellationToken).ConfigureAwait(false)).Metadata);
        }
        catch (KreweException missing) when (missing.Code == KreweErrorCode.NotFound)
        {
            return null;
        }
    }
}
