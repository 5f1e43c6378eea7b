using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Where Argo's web UI says what its users do. It is read and forgotten: Krewe keeps no record of clicks.</summary>
internal static class TrackingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/tracking/event", Endpoint.For(AcceptAsync)).NeedsAnywhere(AccessRole.Viewer);

    private static async Task AcceptAsync(HttpContext context, IWorkflowService service)
    {
        var body = await Endpoint.BodyAsync(context, WireJson.Default.DictionaryStringJsonElement).ConfigureAwait(false);
        if (body.GetValueOrDefault("name") is not { ValueKind: JsonValueKind.String } name || name.GetString() is not { Length: > 0 })
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "the event needs a \"name\"");
        }

        await Endpoint.AnswerEmptyAsync(context).ConfigureAwait(false);
    }
}
