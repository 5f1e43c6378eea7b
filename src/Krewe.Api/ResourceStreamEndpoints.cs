using System.Runtime.CompilerServices;
using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api;

/// <summary>Watches of Argo Events' objects, and the logs of its pods, of which an engine without Argo Events has none.</summary>
internal static class ResourceStreamEndpoints
{
    /// <summary>These objects change when somebody writes them by hand: a look now and then is soon enough.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private sealed record Change(string Type, ArgoResource Resource);

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/api/v1/stream/event-sources/{namespace}", ResourceKind.EventSource);
        Map(routes, "/api/v1/stream/sensors/{namespace}", ResourceKind.Sensor);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, ResourceKind kind)
    {
        routes.MapGet(path, Endpoint.For((context, service) => SendAsync(context, service, kind))).Needs(AccessRole.Viewer);
        routes.MapGet(path + "/logs", Endpoint.For((context, _) => SendLogsAsync(context))).Needs(AccessRole.Viewer);
    }

    private static Task SendLogsAsync(HttpContext context)
    {
        // There is nothing to look through; a wrong question is wrong all the same.
        _ = ListQueries.Pattern(context, "grep");
        return MessageStream.SendAsync(context, AsyncEnumerable.Empty<JsonElement>(), static line => line);
    }

    private static Task SendAsync(HttpContext context, IWorkflowService service, ResourceKind kind)
    {
        var query = ListQueries.Resources(context, kind);
        var time = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        return MessageStream.SendAsync(context, WatchAsync(service, query, time, context.RequestAborted), Write);
    }

    private static async IAsyncEnumerable<Change> WatchAsync(IWorkflowService service, ListResourcesQuery query, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new Dictionary<(string?, string?), ArgoResource>();
        while (true)
        {
            var present = new Dictionary<(string?, string?), ArgoResource>();
            ResourceList page;
            var next = query;
            do
            {
                page = await service.ListResourcesAsync(next, cancellationToken).ConfigureAwait(false);
                foreach (var resource in page.Items)
                {
                    present[(resource.Metadata.Namespace, resource.Metadata.Name)] = resource;
                }

                next = query with { Continue = page.Metadata.Continue };
            }
            while (page.Metadata.Continue is { Length: > 0 });

            foreach (var (key, resource) in present)
            {
                if (!known.TryGetValue(key, out var before) || before.Metadata.Uid != resource.Metadata.Uid)
                {
                    yield return new Change(UpdateType.Added, resource);
                }
                else if (before.Metadata.ResourceVersion != resource.Metadata.ResourceVersion)
                {
                    yield return new Change(UpdateType.Modified, resource);
                }
            }

            foreach (var gone in known.Where(entry => !present.ContainsKey(entry.Key)))
            {
                yield return new Change(UpdateType.Deleted, gone.Value);
            }

            known = present;
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static JsonElement Write(Change change)
    {
        var body = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["type"] = JsonSerializer.SerializeToElement(change.Type, WireJson.Default.String),
            ["object"] = ResourceRoutes.Write(change.Resource),
        };
        return JsonSerializer.SerializeToElement(body, WireJson.Default.DictionaryStringJsonElement);
    }
}
