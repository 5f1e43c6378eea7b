using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Runs: create, submit, read, list and the actions on them.</summary>
internal static class WorkflowEndpoints
{
    private const string Collection = "/api/v1/workflows/{namespace}";
    private const string One = Collection + "/{name}";

    private static readonly AccessRequirement Runner = new(AccessRole.Runner);

    private delegate Task<Workflow> Act(IWorkflowService service, RunRef run, ActionBody body, CancellationToken cancellationToken);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/workflows", Endpoint.For(ListAsync)).Needs(AccessRole.Viewer);
        routes.MapGet(Collection, Endpoint.For(ListAsync)).Needs(AccessRole.Viewer);
        routes.MapPost(Collection, Endpoint.For(CreateAsync)).Needs(AccessRole.Editor);
        routes.MapPost(Collection + "/lint", Endpoint.For(LintAsync)).Needs(AccessRole.Viewer);
        routes.MapPost(Collection + "/submit", Endpoint.For(SubmitAsync)).Needs(AccessRole.Runner);
        routes.MapGet(One, Endpoint.For(async (context, service) =>
            await AnswerAsync(context, await service.GetAsync(await RunAsync(context, service).ConfigureAwait(false), context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false))).Needs(AccessRole.Viewer);
        routes.MapDelete(One, Endpoint.For(DeleteAsync)).Needs(AccessRole.Editor);

        MapRestarts(routes, One, Runner);
        MapAction(routes, One, "stop", Runner, (service, run, body, token) =>
            service.StopAsync(run, new StopOptions { NodeFieldSelector = body.NodeFieldSelector, Message = body.Message }, token));
        MapAction(routes, One, "terminate", Runner, (service, run, _, token) => service.TerminateAsync(run, token));
        MapAction(routes, One, "suspend", Runner, (service, run, _, token) => service.SuspendAsync(run, token));
        MapAction(routes, One, "resume", Runner, (service, run, body, token) =>
            service.ResumeAsync(run, new ResumeOptions { NodeFieldSelector = body.NodeFieldSelector }, token));
        MapAction(routes, One, "set", Runner, (service, run, body, token) => service.SetNodeAsync(run, SetOf(body), token));
    }

    /// <summary>Starting again, which live and archived runs share.</summary>
    public static void MapRestarts(IEndpointRouteBuilder routes, string one, AccessRequirement requirement)
    {
        MapAction(routes, one, "retry", requirement, (service, run, body, token) => service.RetryAsync(run, RetryOf(body), token));
        MapAction(routes, one, "resubmit", requirement, (service, run, body, token) => service.ResubmitAsync(run, ResubmitOf(body), token));
    }

    /// <summary>Sends a page, or all pages when the caller sets no limit, as Argo does.</summary>
    public static async Task AnswerListAsync(HttpContext context, IWorkflowService service, ListRunsQuery query, Func<Workflow, JsonElement> write)
    {
        var list = await service.ListAsync(query, context.RequestAborted).ConfigureAwait(false);
        var items = list.Items.Select(write).ToList();
        var first = list.Metadata;
        while (query.Limit == 0 && list.Metadata.Continue is { Length: > 0 } next)
        {
            list = await service.ListAsync(query with { Continue = next }, context.RequestAborted).ConfigureAwait(false);
            items.AddRange(list.Items.Select(write));
        }

        var body = new ListBody { Metadata = query.Limit == 0 ? first with { Continue = null, RemainingItemCount = null } : first, Items = items.Count == 0 ? null : items };
        await Endpoint.AnswerAsync(context, JsonSerializer.SerializeToElement(body, WireJson.Default.ListBody)).ConfigureAwait(false);
    }

    private static void MapAction(IEndpointRouteBuilder routes, string one, string action, AccessRequirement requirement, Act act) =>
        routes.MapPut($"{one}/{action}", Endpoint.For(async (context, service) =>
        {
            var body = await Endpoint.BodyAsync(context, WireJson.Default.ActionBody).ConfigureAwait(false);
            var uid = body.Uid is { Length: > 0 } given ? given : null;
            await AnswerAsync(context, await act(service, await RunAsync(context, service, uid).ConfigureAwait(false), body, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
        })).WithMetadata(requirement);

    /// <summary>
    /// The run that a request means. A uid finds a run wherever it is, so that its namespace is looked up before the caller may have it.
    /// </summary>
    private static async Task<RunRef> RunAsync(HttpContext context, IWorkflowService service, string? uid = null)
    {
        uid ??= Endpoint.Route(context, "uid") is { Length: > 0 } inPath ? inPath : null;
        var run = Endpoint.Run(context, uid);
        // Who may go everywhere need not be told apart by namespace.
        if (run.Uid is not { Length: > 0 } || !Access.IsBound(context))
        {
            return run;
        }

        var found = await service.GetAsync(run, context.RequestAborted).ConfigureAwait(false);
        Access.RequireNamespace(context, found.Metadata.Namespace);
        return run;
    }

    private static RetryOptions RetryOf(ActionBody body) =>
        new() { RestartSuccessful = body.RestartSuccessful, NodeFieldSelector = body.NodeFieldSelector, Parameters = body.Parameters ?? [] };

    private static ResubmitOptions ResubmitOf(ActionBody body) =>
        new() { Memoized = body.Memoized, Parameters = body.Parameters ?? [], RequestId = body.Krewe?.RequestId };

    private static SetNodeOptions SetOf(ActionBody body) => new()
    {
        NodeFieldSelector = body.NodeFieldSelector,
        Phase = body.Phase,
        Message = body.Message,
        OutputParameters = body.OutputParameters is { Length: > 0 } json
            ? JsonSerializer.Deserialize(json, WireJson.Default.DictionaryStringString)
            : null,
    };

    public static async Task ListAsync(HttpContext context, IWorkflowService service)
    {
        await AnswerListAsync(context, service, ListQueries.Runs(context, "items.status.nodes"), ResourceRoutes.Write).ConfigureAwait(false);
    }

    private static async Task CreateAsync(HttpContext context, IWorkflowService service)
    {
        var body = await Endpoint.BodyAsync(context, WireJson.Default.CreateBody).ConfigureAwait(false);
        var workflow = Manifests.ReadWorkflow(body.Workflow);
        Manifests.RequireSameNamespace(workflow, Endpoint.Route(context, "namespace"));
        var dryRun = body.CreateOptions is { ValueKind: JsonValueKind.Object } options && options.TryGetProperty("dryRun", out var flags)
            && flags is { ValueKind: JsonValueKind.Array } && flags.GetArrayLength() > 0;
        var request = new CreateRunRequest
        {
            Namespace = Endpoint.Route(context, "namespace"),
            Workflow = CreatorLabels.On(context, workflow),
            TraceParent = context.Request.Headers.TraceParent,
            ServerDryRun = body.ServerDryRun || dryRun,
            SubmitOptions = body.Krewe?.SubmitOptions,
            RequestId = body.Krewe?.RequestId,
            Settings = SettingsOf(context, body.Krewe),
        };
        var run = await service.CreateAsync(request, context.RequestAborted).ConfigureAwait(false);
        // Argo answers a client's dry run with what it was sent, which has no identity yet.
        await AnswerAsync(context, dryRun ? run with { Metadata = run.Metadata with { Uid = null, CreationTimestamp = null } } : run).ConfigureAwait(false);
    }

    private static async Task LintAsync(HttpContext context, IWorkflowService service)
    {
        var body = await Endpoint.BodyAsync(context, WireJson.Default.CreateBody).ConfigureAwait(false);
        var workflow = Manifests.ReadWorkflow(body.Workflow);
        Manifests.RequireSameNamespace(workflow, Endpoint.Route(context, "namespace"));
        await AnswerAsync(context, await service.LintAsync(Endpoint.Route(context, "namespace"), workflow, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task SubmitAsync(HttpContext context, IWorkflowService service)
    {
        var body = await Endpoint.BodyAsync(context, WireJson.Default.SubmitBody).ConfigureAwait(false);
        var request = new SubmitRequest
        {
            Namespace = Endpoint.Route(context, "namespace"),
            ResourceKind = body.ResourceKind ?? "",
            TraceParent = context.Request.Headers.TraceParent,
            ResourceName = body.ResourceName ?? "",
            SubmitOptions = CreatorLabels.On(context, body.SubmitOptions),
            RequestId = body.Krewe?.RequestId,
            Settings = SettingsOf(context, body.Krewe),
        };
        await AnswerAsync(context, await service.SubmitAsync(request, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(HttpContext context, IWorkflowService service)
    {
        await service.DeleteAsync(await RunAsync(context, service).ConfigureAwait(false), new DeleteOptions { Force = Endpoint.Flag(context, "force") }, context.RequestAborted).ConfigureAwait(false);
        await Endpoint.AnswerEmptyAsync(context).ConfigureAwait(false);
    }

    /// <summary>How steps run: paths and commands of the engine's machine, which only those name who may do everything there.</summary>
    private static RunSettings? SettingsOf(HttpContext context, RequestExtras? extras)
    {
        var settings = extras?.Settings;
        Endpoint.Require(
            settings is null || Access.Of(context).RoleIn("") == AccessRole.Admin,
            KreweErrorCode.PermissionDenied,
            "krewe.settings name folders and commands of the server's machine: only an administrator of all namespaces may send them");
        return settings;
    }

    private static Task AnswerAsync(HttpContext context, Workflow workflow) => Endpoint.AnswerAsync(context, ResourceRoutes.Write(workflow));
}
