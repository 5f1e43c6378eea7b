using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api;

/// <summary>Watches and logs.</summary>
internal static class WorkflowStreamEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var frames = new SharedFrames();
        routes.MapGet("/api/v1/workflow-events", Endpoint.For((context, service) => WatchListAsync(context, service, frames))).Needs(AccessRole.Viewer);
        routes.MapGet("/api/v1/workflow-events/{namespace}", Endpoint.For((context, service) => WatchListAsync(context, service, frames))).Needs(AccessRole.Viewer);
        routes.MapGet(ListRoutes.WorkflowEvents, Endpoint.For((context, service) => WatchListAsync(context, service, frames))).NeedsInQuery(AccessRole.Viewer);
        routes.MapGet("/api/v1/workflows/{namespace}/{name}/watch", Endpoint.For((context, service) => WatchAsync(context, service, frames))).Needs(AccessRole.Viewer);
        routes.MapGet("/api/v1/workflows/{namespace}/{name}/log", Endpoint.For(LogAsync)).Needs(AccessRole.Viewer);
        routes.MapGet("/api/v1/workflows/{namespace}/{name}/{podName}/log", Endpoint.For(LogAsync)).Needs(AccessRole.Viewer);
    }

    private static Task WatchListAsync(HttpContext context, IWorkflowService service, SharedFrames frames)
    {
        var query = ListQueries.Runs(context, "result.object.status.nodes");
        return MessageStream.SendAsync(context, service.WatchListAsync(query, context.RequestAborted), Write, update => update.Object.Metadata.ResourceVersion, frames.OfAsync);
    }

    private static async Task WatchAsync(HttpContext context, IWorkflowService service, SharedFrames frames)
    {
        // Looked up first, so that a run that is not there is a 404 and not a message on a 200.
        var run = await PinAsync(context, service).ConfigureAwait(false);
        var options = new WatchOptions { Deltas = Endpoint.Flag(context, "deltas") };
        await MessageStream.SendAsync(context, service.WatchAsync(run, options, context.RequestAborted), Write, share: frames.OfAsync).ConfigureAwait(false);
    }

    private static async Task LogAsync(HttpContext context, IWorkflowService service)
    {
        var run = await PinAsync(context, service).ConfigureAwait(false);
        var tail = Endpoint.Query(context, "logOptions.tailLines") is null ? (int?)null : ListQueries.Number(context, "logOptions.tailLines");
        var query = new LogQuery
        {
            Run = run,
            Node = Endpoint.Route(context, "podName") is { Length: > 0 } pod ? pod : Endpoint.Query(context, "podName"),
            Container = Endpoint.Query(context, "logOptions.container") ?? "main",
            Follow = Endpoint.Flag(context, "logOptions.follow"),
            TailLines = tail,
            Since = Since(context),
            Grep = ListQueries.Pattern(context, "grep"),
            Selector = Endpoint.Query(context, "selector"),
        };
        var stamped = Endpoint.Flag(context, "logOptions.timestamps");
        await MessageStream.SendAsync(context, service.ReadLogsAsync(query, context.RequestAborted), line => Write(line, stamped)).ConfigureAwait(false);
    }

    /// <summary>The run by its uid, so that <c>@latest</c> stays the same run for the whole stream.</summary>
    private static async Task<RunRef> PinAsync(HttpContext context, IWorkflowService service)
    {
        var workflow = await service.GetAsync(Endpoint.Run(context), context.RequestAborted).ConfigureAwait(false);
        Access.RequireNamespace(context, workflow.Metadata.Namespace);
        return new RunRef(workflow.Metadata.Namespace ?? Endpoint.Route(context, "namespace"), workflow.Metadata.Name ?? "", workflow.Metadata.Uid);
    }

    private static DateTimeOffset? Since(HttpContext context)
    {
        if (ListQueries.Time(context, "logOptions.sinceTime") is { } time)
        {
            return time;
        }

        if (Endpoint.Query(context, "logOptions.sinceSeconds") is null)
        {
            return null;
        }

        var now = (context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow();
        return now - TimeSpan.FromSeconds(ListQueries.Number(context, "logOptions.sinceSeconds"));
    }

    private static JsonElement Write(WorkflowUpdate update)
    {
        var body = new UpdateBody
        {
            Type = update.Type,
            Object = ResourceRoutes.Write(update.Object),
            IsDelta = update.IsDelta ? true : null,
            RemovedNodes = update.RemovedNodes,
        };
        return JsonSerializer.SerializeToElement(body, WireJson.Default.UpdateBody);
    }

    private static JsonElement Write(LogLine line, bool stamped)
    {
        var body = new LogBody
        {
            Content = stamped && line.Time is { } time ? $"{time.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'} {line.Content}" : line.Content,
            PodName = line.PodName,
            NodeId = line.NodeId,
            Time = line.Time,
            Container = line.Container,
            Stream = line.Stream,
        };
        return JsonSerializer.SerializeToElement(body, WireJson.Default.LogBody);
    }
}
