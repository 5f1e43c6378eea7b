using System.Globalization;
using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Stored definitions: the same operations for each kind, on the kind's own path.</summary>
internal static class ResourceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var kind in Enum.GetValues<ResourceKind>())
        {
            var collection = ResourceRoutes.Collection(kind) + (ResourceRoutes.IsClusterWide(kind) ? "" : "/{namespace}");
            if (!ResourceRoutes.IsClusterWide(kind))
            {
                routes.MapGet(ResourceRoutes.Collection(kind), Endpoint.For((context, service) => ListAsync(context, service, kind))).Needs(AccessRole.Viewer);
            }

            // What all namespaces share is everybody's to read and start, and the administrators' to write.
            var shared = ResourceRoutes.IsClusterWide(kind);
            var reads = new AccessRequirement(AccessRole.Viewer, AnyNamespace: shared);
            var writes = shared ? AccessRequirement.Strictest : new AccessRequirement(AccessRole.Editor);
            routes.MapGet(collection, Endpoint.For((context, service) => ListAsync(context, service, kind))).WithMetadata(reads);
            routes.MapPost(collection, Endpoint.For((context, service) => WriteAsync(context, kind, (space, resource, token) => service.CreateResourceAsync(space, CreatorLabels.On(context, resource), token)))).WithMetadata(writes);
            routes.MapPost(collection + "/lint", Endpoint.For((context, service) => WriteAsync(context, kind, service.LintResourceAsync))).WithMetadata(reads);
            routes.MapGet(collection + "/{name}", Endpoint.For(async (context, service) =>
                await AnswerAsync(context, await service.GetResourceAsync(Ref(context, kind), context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false))).WithMetadata(reads);
            routes.MapPut(collection + "/{name}", Endpoint.For((context, service) => WriteAsync(context, kind, service.UpdateResourceAsync))).WithMetadata(writes);
            routes.MapDelete(collection + "/{name}", Endpoint.For(async (context, service) =>
            {
                await service.DeleteResourceAsync(Ref(context, kind), context.RequestAborted).ConfigureAwait(false);
                await Endpoint.AnswerEmptyAsync(context).ConfigureAwait(false);
            })).WithMetadata(writes);
        }

        routes.MapGet("/api/v1/cron-workflows/{namespace}/{name}/slots", Endpoint.For(SlotsAsync)).Needs(AccessRole.Viewer);
        MapCronSwitch(routes, "suspend", suspended: true);
        MapCronSwitch(routes, "resume", suspended: false);
    }

    private static void MapCronSwitch(IEndpointRouteBuilder routes, string action, bool suspended) =>
        routes.MapPut($"/api/v1/cron-workflows/{{namespace}}/{{name}}/{action}", Endpoint.For(async (context, service) =>
        {
            var cron = await service.SetCronSuspendedAsync(Endpoint.Route(context, "namespace"), Endpoint.Route(context, "name"), suspended, context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, cron).ConfigureAwait(false);
        })).Needs(AccessRole.Editor);

    private static async Task SlotsAsync(HttpContext context, IWorkflowService service)
    {
        var query = new CronSlotsQuery(Endpoint.Route(context, "namespace"), Endpoint.Route(context, "name"))
        {
            Limit = int.TryParse(Endpoint.Query(context, "limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 0,
            Before = Endpoint.Query(context, "before") is not { } text ? null
                : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment) ? moment
                : throw new KreweException(KreweErrorCode.InvalidArgument, $"before: '{text}' is no time (RFC 3339)"),
        };
        var page = await service.ListCronSlotsAsync(query, context.RequestAborted).ConfigureAwait(false);
        await Endpoint.AnswerAsync(context, page, WireJson.Default.CronSlotPage).ConfigureAwait(false);
    }

    private static ResourceRef Ref(HttpContext context, ResourceKind kind) => new(kind, Endpoint.Route(context, "namespace"), Endpoint.Route(context, "name"));

    private static async Task ListAsync(HttpContext context, IWorkflowService service, ResourceKind kind)
    {
        var query = ListQueries.Resources(context, kind);
        var list = await service.ListResourcesAsync(query, context.RequestAborted).ConfigureAwait(false);
        var items = list.Items.Select(ResourceRoutes.Write).ToList();
        while (query.Limit == 0 && list.Metadata.Continue is { Length: > 0 } next)
        {
            list = await service.ListResourcesAsync(query with { Continue = next }, context.RequestAborted).ConfigureAwait(false);
            items.AddRange(list.Items.Select(ResourceRoutes.Write));
        }

        var body = new ListBody { Metadata = list.Metadata, Items = items };
        await Endpoint.AnswerAsync(context, JsonSerializer.SerializeToElement(body, WireJson.Default.ListBody)).ConfigureAwait(false);
    }

    private static async Task WriteAsync(HttpContext context, ResourceKind kind, Func<string, ArgoResource, CancellationToken, Task<ArgoResource>> write)
    {
        var body = await Endpoint.BodyAsync(context, WireJson.Default.DictionaryStringJsonElement).ConfigureAwait(false);
        // Argo takes "eventSource" and "eventsource" alike.
        var key = body.Keys.FirstOrDefault(name => name.Equals(ResourceRoutes.BodyKey(kind), StringComparison.OrdinalIgnoreCase)) ?? ResourceRoutes.BodyKey(kind);
        var resource = Manifests.Read(kind, body.GetValueOrDefault(key));
        if (Endpoint.Route(context, "name") is { Length: > 0 } name && resource.Metadata.Name is { Length: > 0 } given && given != name)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"the path names \"{name}\", the object \"{given}\"");
        }

        Manifests.RequireSameNamespace(resource, ResourceRoutes.IsClusterWide(kind) ? null : Endpoint.Route(context, "namespace"));

        await AnswerAsync(context, await write(Endpoint.Route(context, "namespace"), resource, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static Task AnswerAsync(HttpContext context, ArgoResource resource) => Endpoint.AnswerAsync(context, ResourceRoutes.Write(resource));
}
