using System.Text.Json;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Api;

/// <summary>Objects out of request bodies, read as strictly as files are.</summary>
internal static class Manifests
{
    public static Workflow ReadWorkflow(JsonElement json) => (Workflow)Read(nameof(Workflow), "workflow", json);

    public static ArgoResource Read(ResourceKind kind, JsonElement json) => kind is ResourceKind.EventSource or ResourceKind.Sensor
        ? Client.Wire.ResourceRoutes.Read(kind, json)
        : Read(kind.ToString(), Client.Wire.ResourceRoutes.BodyKey(kind), json);

    /// <summary>What is allowed is decided by the namespace of the address, so the object may not name another.</summary>
    public static void RequireSameNamespace(ArgoResource resource, string? @namespace)
    {
        if (@namespace is not null && resource.Metadata.Namespace is { Length: > 0 } own && own != @namespace)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"the namespace of the provided object (\"{own}\") does not match the namespace sent on the request (\"{@namespace}\")");
        }
    }

    private static ArgoResource Read(string kind, string key, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"the request needs an object \"{key}\"");
        }

        var set = new ManifestReader(new ManifestReadOptions { DefaultKind = kind }).Read(json.GetRawText());
        if (set.HasErrors)
        {
            throw new KreweException(
                KreweErrorCode.InvalidArgument,
                string.Join("; ", set.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => diagnostic.Message)),
                [.. set.Diagnostics.Select(diagnostic => new ErrorDiagnostic(diagnostic.Message, diagnostic.Path, IsWarning: diagnostic.Severity == Severity.Warning))]);
        }

        return set.Resources is [{ Argo: { } resource }] && resource.Kind == kind
            ? resource
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"\"{key}\" must be a {kind}");
    }
}
