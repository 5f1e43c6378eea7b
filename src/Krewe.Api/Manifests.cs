using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model;

namespace Krewe.Api;

/// <summary>Objects out of request bodies.</summary>
internal static class Manifests
{
    public static Workflow ReadWorkflow(JsonElement json) => ResourceRoutes.ReadWorkflow(Present(json, "workflow"));

    public static ArgoResource Read(ResourceKind kind, JsonElement json) => ResourceRoutes.Read(kind, Present(json, ResourceRoutes.BodyKey(kind)));

    private static JsonElement Present(JsonElement json, string key) => json.ValueKind == JsonValueKind.Object
        ? json
        : throw new KreweException(KreweErrorCode.InvalidArgument, $"the request needs an object \"{key}\"");
}
