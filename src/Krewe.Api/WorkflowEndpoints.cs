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

    private delegate Task<Workflow> Act(IWorkflowService service, RunRef run, ActionBody body, CancellationToken cancellationToken);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/workflows", Endpoint.For(ListAsync));
        routes.MapGet(Collection, Endpoint.For(ListAsync));
        routes.MapPost(Collection, Endpoint.For(CreateAsync));
        routes.MapPost(Collection + "/lint", Endpoint.For(LintAsync));
        routes.MapPost(Collection + "/submit", Endpoint.For(SubmitAsync));
        routes.MapGet(One, Endpoint.For(async (context, service) =>
            await AnswerAsync(context, await service.GetAsync(Endpoint.Run(context), context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false)));
        routes.MapDelete(One, Endpoint.For(DeleteAsync));

        MapAction(routes, "stop", (service, run, body, token) =>
            service.StopAsync(run, new StopOptions { NodeFieldSelector = body.NodeFieldSelector, Message = body.Message }, token));
        MapAction(routes, "terminate", (service, run, _, token) => service.TerminateAsync(run, token));
        MapAction(routes, "suspend", (service, run, _, token) => service.SuspendAsync(run, token));
        MapAction(routes, "resume", (service, run, body, token) =>
            service.ResumeAsync(run, new ResumeOptions { NodeFieldSelector = body.NodeFieldSelector }, token));
        MapAction(routes, "retry", (service, run, body, token) => service.RetryAsync(run, RetryOf(body), token));
        MapAction(routes, "resubmit", (service, run, body, token) => service.ResubmitAsync(run, ResubmitOf(body), token));
        MapAction(routes, "set", (service, run, body, token) => service.SetNodeAsync(run, SetOf(body), token));
    }

    private static void MapAction(IEndpointRouteBuilder routes, string action, Act act) =>
        routes.MapPut($"{One}/{action}", Endpoint.For(async (context, service) =>
        {
            var body = await Endpoint.BodyAsync(context, WireJson.Default.ActionBody).ConfigureAwait(false);
            var uid = body.Uid is { Length: > 0 } given ? given : null;
            await AnswerAsync(context, await act(service, Endpoint.Run(context, uid), body, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
        }));

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

    private static async Task ListAsync(HttpContext context, IWorkflowService service)
    {
        var list = await service.ListAsync(ListQueries.Runs(context, "items.status.nodes"), context.RequestAborted).ConfigureAwait(false);
        var body = new ListBody { Metadata = list.Metadata, Items = [.. list.Items.Select(ResourceRoutes.Write)] };
        await Endpoint.AnswerAsync(context, JsonSerializer.SerializeToElement(body, WireJson.Default.ListBody)).ConfigureAwait(false);
    }

    private static async Task CreateAsync(HttpContext context, IWorkflowService service)
    {
        var body = await Endpoint.BodyAsync(context, WireJson.Default.CreateBody).ConfigureAwait(false);
        var request = new CreateRunRequest
        {
            Namespace = Endpoint.Route(context, "namespace"),
            Workflow = Manifests.ReadWorkflow(body.Workflow),
            ServerDryRun = body.ServerDryRun,
            SubmitOptions = body.Krewe?.SubmitOptions,
            RequestId = body.Krewe?.RequestId,
            Settings = body.Krewe?.Settings,
        };
        await AnswerAsync(context, await service.CreateAsync(request, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task LintAsync(HttpContext context, IWorkflowService service)
    {
        var body = await Endpoint.BodyAsync(context, WireJson.Default.CreateBody).ConfigureAwait(false);
        var workflow = Manifests.ReadWorkflow(body.Workflow);
        await AnswerAsync(context, await service.LintAsync(Endpoint.Route(context, "namespace"), workflow, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task SubmitAsync(HttpContext context, IWorkflowService service)
    {
        var body = await Endpoint.BodyAsync(context, WireJson.Default.SubmitBody).ConfigureAwait(false);
        var request = new SubmitRequest
        {
            Namespace = Endpoint.Route(context, "namespace"),
            ResourceKind = body.ResourceKind ?? "",
            ResourceName = body.ResourceName ?? "",
            SubmitOptions = body.SubmitOptions,
            RequestId = body.Krewe?.RequestId,
            Settings = body.Krewe?.Settings,
        };
        await AnswerAsync(context, await service.SubmitAsync(request, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(HttpContext context, IWorkflowService service)
    {
        await service.DeleteAsync(Endpoint.Run(context), new DeleteOptions { Force = Endpoint.Flag(context, "force") }, context.RequestAborted).ConfigureAwait(false);
        await Endpoint.AnswerEmptyAsync(context).ConfigureAwait(false);
    }

    private static Task AnswerAsync(HttpContext context, Workflow workflow) => Endpoint.AnswerAsync(context, ResourceRoutes.Write(workflow));
}
