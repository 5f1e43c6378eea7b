using System.Globalization;
using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>What a run's page shows, part by part.</summary>
internal static class RunDetailEndpoints
{
    private const string One = InsightRoutes.Runs + "/{namespace}/{name}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "", async (context, service, run) =>
            await Endpoint.AnswerAsync(context, await service.GetOverviewAsync(run, context.RequestAborted).ConfigureAwait(false), WireJson.Default.RunOverview).ConfigureAwait(false));
        Map(routes, "/failure", async (context, service, run) =>
            await Endpoint.AnswerAsync(context, await service.ExplainAsync(run, context.RequestAborted).ConfigureAwait(false), WireJson.Default.FailureReport).ConfigureAwait(false));
        Map(routes, "/nodes", async (context, service, run) =>
            await Endpoint.AnswerAsync(context, await service.ListNodesAsync(Nodes(context, run), context.RequestAborted).ConfigureAwait(false), WireJson.Default.NodePage).ConfigureAwait(false));
        Map(routes, "/nodes/changes", async (context, service, run) =>
        {
            await Endpoint.AnswerAsync(context, await service.ListNodeChangesAsync(run, Since(context), context.RequestAborted).ConfigureAwait(false), WireJson.Default.NodeChanges).ConfigureAwait(false);
        });
        Map(routes, "/nodes/watch", async (context, service, run) =>
        {
            // Looked up first, so that a run that is not there is a 404 and not a message on a 200.
            var overview = await service.GetOverviewAsync(run, context.RequestAborted).ConfigureAwait(false);
            var changes = service.WatchNodeChangesAsync(run with { Uid = overview.Uid }, Since(context), context.RequestAborted);
            await MessageStream.SendAsync(
                context, changes, change => JsonSerializer.SerializeToElement(change, WireJson.Default.NodeChanges), change => change.Version.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        });
        MapTimes(routes);
        Map(routes, "/log/lines", async (context, service, run) =>
            await Endpoint.AnswerAsync(context, await service.ReadLogRangeAsync(Lines(context, run), context.RequestAborted).ConfigureAwait(false), WireJson.Default.LogRange).ConfigureAwait(false));
        Map(routes, "/log/search", async (context, service, run) =>
            await Endpoint.AnswerAsync(context, await service.SearchLogsAsync(Search(context, run), context.RequestAborted).ConfigureAwait(false), WireJson.Default.LogSearchPage).ConfigureAwait(false));
    }

    private static void MapTimes(IEndpointRouteBuilder routes)
    {
        Map(routes, "/timeline", async (context, service, run) =>
        {
            var query = new TimelineQuery(run);
            query = query with { Limit = Numbers.Small(context, "limit") ?? query.Limit, Continue = Endpoint.Query(context, "continue"), Phases = Phases(context), Name = Endpoint.Query(context, "name") };
            await Endpoint.AnswerAsync(context, await service.GetTimelineAsync(query, context.RequestAborted).ConfigureAwait(false), WireJson.Default.TimelinePage).ConfigureAwait(false);
        });
        Map(routes, "/critical-path", async (context, service, run) =>
            await Endpoint.AnswerAsync(context, await service.GetCriticalPathAsync(run, context.RequestAborted).ConfigureAwait(false), WireJson.Default.CriticalPathReport).ConfigureAwait(false));
        Map(routes, "/compare", async (context, service, run) =>
        {
            var other = await OtherAsync(context, service, run).ConfigureAwait(false);
            await Endpoint.AnswerAsync(context, await service.CompareAsync(run, other, context.RequestAborted).ConfigureAwait(false), WireJson.Default.RunComparison).ConfigureAwait(false);
        });
    }

    /// <summary>The run to compare with, which may be of another namespace that the caller may see.</summary>
    private static async Task<RunRef> OtherAsync(HttpContext context, IWorkflowService service, RunRef run)
    {
        var (name, uid) = (Endpoint.Query(context, "with"), Endpoint.Query(context, "withUid"));
        Endpoint.Require(name is not null || uid is not null, KreweErrorCode.InvalidArgument, "with: the name of the run to compare with is needed");
        var other = new RunRef(Endpoint.Query(context, "withNamespace") ?? run.Namespace, name ?? "", uid);
        if (Access.IsBound(context))
        {
            Access.RequireNamespace(context, uid is null ? other.Namespace : (await service.GetOverviewAsync(other, context.RequestAborted).ConfigureAwait(false)).Namespace);
        }

        return other;
    }

    /// <summary>What the caller has seen; a browser that connects again says so in a header.</summary>
    private static long Since(HttpContext context) =>
        long.TryParse(context.Request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            ? seen
            : Numbers.Whole(context, "since") ?? throw new KreweException(KreweErrorCode.InvalidArgument, "since: the version of a page of nodes is needed");

    private static IReadOnlyList<string> Phases(HttpContext context) => Endpoint.Query(context, "phases")?.Split(',') ?? [];

    private static void Map(IEndpointRouteBuilder routes, string part, Func<HttpContext, IWorkflowService, RunRef, Task> answer) =>
        routes.MapGet(One + part, Endpoint.For(async (context, service) => await answer(context, service, await PinAsync(context, service).ConfigureAwait(false)).ConfigureAwait(false))).Needs(AccessRole.Viewer);

    /// <summary>The run that a request means. A uid finds a run wherever it is, so that the caller must be allowed to see it there.</summary>
    private static async Task<RunRef> PinAsync(HttpContext context, IWorkflowService service)
    {
        var run = Endpoint.Run(context);
        if (run.Uid is { Length: > 0 } && Access.IsBound(context))
        {
            Access.RequireNamespace(context, (await service.GetOverviewAsync(run, context.RequestAborted).ConfigureAwait(false)).Namespace);
        }

        return run;
    }

    private static NodesQuery Nodes(HttpContext context, RunRef run)
    {
        var query = new NodesQuery(run);
        return query with
        {
            Parent = Endpoint.Query(context, "parent"),
            Part = Endpoint.Query(context, "part"),
            Depth = Numbers.Small(context, "depth") ?? query.Depth,
            Limit = Numbers.Small(context, "limit") ?? query.Limit,
            Continue = Endpoint.Query(context, "continue"),
            Phases = Phases(context),
            Name = Endpoint.Query(context, "name"),
            Everywhere = Endpoint.Flag(context, "everywhere"),
        };
    }

    private static LogRangeQuery Lines(HttpContext context, RunRef run)
    {
        var query = new LogRangeQuery(run, Endpoint.Query(context, "node") ?? throw new KreweException(KreweErrorCode.InvalidArgument, "node: the node whose log is wanted must be named"));
        return query with
        {
            Container = Endpoint.Query(context, "container") ?? query.Container,
            First = Numbers.Whole(context, "first") ?? query.First,
            Count = Numbers.Small(context, "count") ?? query.Count,
        };
    }

    private static LogSearchQuery Search(HttpContext context, RunRef run)
    {
        var (text, regex) = (Endpoint.Query(context, "text"), Endpoint.Query(context, "regex"));
        Endpoint.Require(text is null != regex is null, KreweErrorCode.InvalidArgument, "either text or regex must say what to look for");
        var query = new LogSearchQuery(run, text ?? regex!);
        return query with
        {
            IsRegex = regex is not null,
            Node = Endpoint.Query(context, "node"),
            Container = Endpoint.Query(context, "container") ?? query.Container,
            IgnoreCase = Endpoint.Flag(context, "ignoreCase"),
            Limit = Numbers.Small(context, "limit") ?? query.Limit,
            Continue = Endpoint.Query(context, "continue"),
        };
    }
}
