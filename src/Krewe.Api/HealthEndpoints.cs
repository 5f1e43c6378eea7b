using Krewe.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>
/// For probes: <c>/healthz</c> says that this process answers, <c>/readyz</c> that its engine does and that its store can be read.
/// Neither looks at any run, so that no tenant's workflow takes an engine out of service.
/// </summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", context => AnswerAsync(context, StatusCodes.Status200OK, "ok")).NeedsAnywhere(AccessRole.None);
        routes.MapGet("/readyz", Endpoint.For(ReadyAsync)).NeedsAnywhere(AccessRole.None);
    }

    // Whatever is wrong, it is not ready. Whoever asks may be unknown: the reason is not for them.
    private static async Task ReadyAsync(HttpContext context, IWorkflowService service)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(Patience);
        try
        {
            await service.ListAsync(new ListRunsQuery { Namespace = "krewe-readiness", Limit = 1 }, limit.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "the engine or its store does not answer").ConfigureAwait(false);
            return;
        }

        await AnswerAsync(context, StatusCodes.Status200OK, "ok").ConfigureAwait(false);
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
