using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Limits of semaphores, as Argo's sync service has them, and (an addition) who holds and waits for locks.</summary>
internal static class SyncEndpoints
{
    private const string All = "/api/v1/sync";
    private const string OfNamespace = All + "/{namespace}";
    private const string One = OfNamespace + "/{key}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(All, Endpoint.For(ListAsync)).Needs(AccessRole.Viewer);
        routes.MapGet(OfNamespace, Endpoint.For(ListAsync)).Needs(AccessRole.Viewer);
        routes.MapPost(OfNamespace, Endpoint.For((context, service) => WriteAsync(context, service.CreateSyncLimitAsync))).Needs(AccessRole.Editor);
        routes.MapGet(One, Endpoint.For(async (context, service) =>
            await AnswerAsync(context, await service.GetSyncLimitAsync(Named(context, new SyncLimit()), context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false))).Needs(AccessRole.Viewer);
        routes.MapPut(One, Endpoint.For((context, service) => WriteAsync(context, service.UpdateSyncLimitAsync))).Needs(AccessRole.Editor);
        routes.MapDelete(One, Endpoint.For(async (context, service) =>
        {
            await service.DeleteSyncLimitAsync(Named(context, new SyncLimit()), context.RequestAborted).ConfigureAwait(false);
            await Endpoint.AnswerEmptyAsync(context).ConfigureAwait(false);
        })).Needs(AccessRole.Editor);
    }

    private static async Task ListAsync(HttpContext context, IWorkflowService service)
    {
        var locks = await service.ListLocksAsync(Endpoint.Route(context, "namespace"), context.RequestAborted).ConfigureAwait(false);
        await Endpoint.AnswerAsync(context, new LockListBody { Items = locks }, WireJson.Default.LockListBody).ConfigureAwait(false);
    }

    private static async Task WriteAsync(HttpContext context, Func<SyncLimit, CancellationToken, Task<SyncLimit>> write)
    {
        var body = await Endpoint.BodyAsync(context, WireJson.Default.SyncLimit).ConfigureAwait(false);
        await AnswerAsync(context, await write(Named(context, body), context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    // The path counts before the body, the query where neither says anything.
    private static SyncLimit Named(HttpContext context, SyncLimit limit) => limit with
    {
        Namespace = Endpoint.Route(context, "namespace"),
        Key = Endpoint.Route(context, "key") is { Length: > 0 } key ? key : limit.Key,
        Type = Endpoint.Query(context, "type") is { } type ? SyncTypeConverter.Name(type)
            : Endpoint.Query(context, "cmName") is not null ? SyncLimit.ConfigMapType
            // What a body leaves out is null, whatever the property begins with.
            : limit.Type ?? SyncLimit.DatabaseType,
        CmName = Endpoint.Query(context, "cmName") ?? limit.CmName,
    };

    private static Task AnswerAsync(HttpContext context, SyncLimit limit) => Endpoint.AnswerAsync(context, limit, WireJson.Default.SyncLimit);
}
