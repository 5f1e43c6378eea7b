using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>
/// For probes: <c>/healthz</c> says that this process answers, <c>/readyz</c> whether it can be given work, and what is in the way.
/// Neither looks at any run, so that no tenant's workflow takes an engine out of service.
/// </summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", context => AnswerAsync(context, HealthReport.Of(TimeProvider.System.GetUtcNow(), new HealthCheck("process", true)))).NeedsAnywhere(AccessRole.None);
        routes.MapGet("/readyz", Endpoint.For(async (context, service) => await AnswerAsync(context, await ReadAsync(context, service).ConfigureAwait(false)).ConfigureAwait(false))).NeedsAnywhere(AccessRole.None);
    }

    // Whatever is wrong, it is not ready. Whoever asks may be unknown: what an exception says is not for them.
    private static async Task<HealthReport> ReadAsync(HttpContext context, IWorkflowService service)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(Patience);
        try
        {
            return await service.GetHealthAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            return HealthReport.Of(TimeProvider.System.GetUtcNow(), new HealthCheck("engine", false, "the engine does not answer"));
        }
    }

    private static Task AnswerAsync(HttpContext context, HealthReport report)
    {
        context.Response.StatusCode = report.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        return Endpoint.AnswerAsync(context, report, WireJson.Default.HealthReport);
    }
}
