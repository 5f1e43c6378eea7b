using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Serves the description of the API. It tells nothing that the product's documentation does not: anybody may read it.</summary>
internal static class OpenApiEndpoints
{
    public const string Document = "/api/krewe/v1/openapi.json";

    public static void Map(IEndpointRouteBuilder routes, string version, string basePath)
    {
        // Made on the first request: few servers are ever asked.
        var document = new Lazy<byte[]>(() => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            System.Text.Json.JsonSerializer.SerializeToElement(OpenApiDocument.Build(version, basePath), ApiJson.Default.JsonObject), WireJson.Default.JsonElement));
        routes.MapGet(Document, async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(document.Value, context.RequestAborted).ConfigureAwait(false);
        }).NeedsAnywhere(Client.AccessRole.None);
    }
}
