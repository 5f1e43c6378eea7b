using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Argo's archive. Here a finished run is archived by being finished: it stays in the one list of runs, and these routes show that part of it.</summary>
internal static class ArchivedWorkflowEndpoints
{
    private const string Collection = "/api/v1/archived-workflows";
    private const string One = Collection + "/{uid}";
    private const string StatusLabel = "workflows.argoproj.io/workflow-archiving-status";
    private static readonly string[] Ended = [WorkflowPhase.Succeeded, WorkflowPhase.Failed, WorkflowPhase.Error];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Collection, Endpoint.For(ListAsync)).NeedsInQuery(AccessRole.Viewer);
        routes.MapGet(One, Endpoint.For(async (context, service) =>
            await Endpoint.AnswerAsync(context, Write(await FindAsync(context, service).ConfigureAwait(false))).ConfigureAwait(false))).NeedsAnywhere(AccessRole.Viewer);
        routes.MapDelete(One, Endpoint.For(DeleteAsync)).NeedsAnywhere(AccessRole.Editor);
        WorkflowEndpoints.MapRestarts(routes, One, new AccessRequirement(AccessRole.Runner, AnyNamespace: true));
        routes.MapGet("/api/v1/archived-workflows-label-keys", Endpoint.For(async (context, service) =>
            await AnswerAsync(context, await service.ListLabelKeysAsync(Namespace(context), context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false))).NeedsInQuery(AccessRole.Viewer);
        routes.MapGet("/api/v1/archived-workflows-label-values", Endpoint.For(async (context, service) =>
            await AnswerAsync(context, await service.ListLabelValuesAsync(Namespace(context), LabelKey(context), context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false))).NeedsInQuery(AccessRole.Viewer);
    }

    private static async Task ListAsync(HttpContext context, IWorkflowService service)
    {
        var query = ListQueries.Runs(context, "items.status.nodes") with { Phases = Ended };
        if (query.Namespace.Length == 0)
        {
            query = query with { Namespace = Namespace(context) };
        }

        await WorkflowEndpoints.AnswerListAsync(context, service, query, Write).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(HttpContext context, IWorkflowService service)
    {
        var run = await FindAsync(context, service).ConfigureAwait(false);
        await service.DeleteAsync(new RunRef(run.Metadata.Namespace!, run.Metadata.Name!, run.Metadata.Uid), new DeleteOptions(), context.RequestAborted).ConfigureAwait(false);
        await Endpoint.AnswerEmptyAsync(context).ConfigureAwait(false);
    }

    /// <summary>By uid, or by the name and namespace of the query; a live run is not in the archive.</summary>
    private static async Task<Workflow> FindAsync(HttpContext context, IWorkflowService service)
    {
        var uid = Endpoint.Route(context, "uid");
        var byName = Endpoint.Query(context, "name") is { } name ? new RunRef(Namespace(context), name) : null;
        var run = await service.GetAsync(byName ?? new RunRef(Namespace(context), uid, uid), context.RequestAborted).ConfigureAwait(false);
        Access.RequireNamespace(context, run.Metadata.Namespace);
        return WorkflowPhase.IsCompleted(run.Status?.Phase) ? run : throw KreweException.NotFound("workflows", uid);
    }

    private static System.Text.Json.JsonElement Write(Workflow run)
    {
        var labels = new Dictionary<string, string>(run.Metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [StatusLabel] = "Persisted" };
        return ResourceRoutes.Write(run with { Metadata = run.Metadata with { Labels = labels } });
    }

    private static string Namespace(HttpContext context) => Endpoint.Query(context, "namespace") ?? Namespaces.All;

    /// <summary>Argo has the key as a label selector: <c>key</c>, or <c>key=</c> and whatever was typed so far.</summary>
    private static string LabelKey(HttpContext context)
    {
        var selector = Endpoint.Query(context, "listOptions.labelSelector") ?? throw new KreweException(KreweErrorCode.InvalidArgument, "listOptions.labelSelector must name a label");
        return selector.Split('=', '!', ',')[0].Trim();
    }

    private static Task AnswerAsync(HttpContext context, IReadOnlyList<string> items) =>
        Endpoint.AnswerAsync(context, new LabelsBody { Items = items }, WireJson.Default.LabelsBody);
}
