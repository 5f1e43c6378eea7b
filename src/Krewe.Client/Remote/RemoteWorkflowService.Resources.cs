using System.Globalization;
using System.Text.Json;
using Krewe.Client.Wire;
using Krewe.Model;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    /// <inheritdoc/>
    public Task<ArgoResource> CreateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default) =>
        SendResourceAsync(HttpMethod.Post, @namespace, resource, "", cancellationToken);

    /// <inheritdoc/>
    public async Task<ArgoResource> GetResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default)
    {
        var path = $"{ResourcePath(resource.Kind, resource.Namespace)}/{Escape(resource.Name)}";
        return ResourceRoutes.Read(resource.Kind, await GetAsync(path, WireJson.Default.JsonElement, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<ResourceList> ListResourcesAsync(ListResourcesQuery query, CancellationToken cancellationToken = default)
    {
        var path = ResourcePath(query.Kind, query.Namespace) + new QueryText()
            .Add("listOptions.labelSelector", query.LabelSelector)
            .Add("namePattern", query.NamePattern)
            .Add("listOptions.limit", query.Limit == 0 ? null : query.Limit.ToString())
            .Add("listOptions.continue", query.Continue);
        var list = await GetAsync(path, WireJson.Default.ListBody, cancellationToken).ConfigureAwait(false);
        return new ResourceList { Metadata = list.Metadata, Items = [.. (list.Items ?? []).Select(item => ResourceRoutes.Read(query.Kind, item))] };
    }

    /// <inheritdoc/>
    public Task<ArgoResource> UpdateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default) =>
        SendResourceAsync(HttpMethod.Put, @namespace, resource, "/" + Escape(resource.Metadata.Name ?? ""), cancellationToken);

    /// <inheritdoc/>
    public async Task DeleteResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{ResourcePath(resource.Kind, resource.Namespace)}/{Escape(resource.Name)}");
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<ArgoResource> LintResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default) =>
        SendResourceAsync(HttpMethod.Post, @namespace, resource, "/lint", cancellationToken);

    /// <inheritdoc/>
    public async Task<CronWorkflow> SetCronSuspendedAsync(string @namespace, string name, bool suspended, CancellationToken cancellationToken = default)
    {
        var path = $"{ResourcePath(ResourceKind.CronWorkflow, @namespace)}/{Escape(name)}/{(suspended ? "suspend" : "resume")}";
        var body = new ActionBody { Name = name, Namespace = @namespace };
        return await SendAsync(HttpMethod.Put, path, body, WireJson.Default.ActionBody, ModelJson.Default.CronWorkflow, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<CronSlotPage> ListCronSlotsAsync(CronSlotsQuery query, CancellationToken cancellationToken = default)
    {
        var path = $"{ResourcePath(ResourceKind.CronWorkflow, query.Namespace)}/{Escape(query.Name)}/slots" + new QueryText()
            .Add("limit", query.Limit == 0 ? null : query.Limit.ToString())
            .Add("before", query.Before?.ToString("O", CultureInfo.InvariantCulture));
        return GetAsync(path, WireJson.Default.CronSlotPage, cancellationToken);
    }

    private static string ResourcePath(ResourceKind kind, string @namespace) =>
        ResourceRoutes.Collection(kind) + (ResourceRoutes.IsClusterWide(kind) ? "" : "/" + Escape(@namespace));

    private async Task<ArgoResource> SendResourceAsync(HttpMethod method, string @namespace, ArgoResource resource, string suffix, CancellationToken cancellationToken)
    {
        var kind = ResourceRoutes.KindOf(resource);
        var body = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { [ResourceRoutes.BodyKey(kind)] = ResourceRoutes.Write(resource) };
        var path = ResourcePath(kind, NamespaceOf(resource, @namespace)) + suffix;
        var json = await SendAsync(method, path, body, WireJson.Default.DictionaryStringJsonElement, WireJson.Default.JsonElement, cancellationToken).ConfigureAwait(false);
        return ResourceRoutes.Read(kind, json);
    }
}
