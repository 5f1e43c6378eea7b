using Krewe.Client;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api;

/// <summary>Writes down changes that somebody known asked for and was not allowed to make.</summary>
/// <remarks>What nobody known asks for is not written down: anybody could fill the log so.</remarks>
internal static class RefusedRequests
{
    /// <summary>Kinds by the part of the path that stands for them.</summary>
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["workflows"] = "workflows",
        ["archived-workflows"] = "workflows",
        ["workflow-templates"] = "workflowtemplates",
        ["cluster-workflow-templates"] = "clusterworkflowtemplates",
        ["cron-workflows"] = "cronworkflows",
        ["workflow-event-bindings"] = "workfloweventbindings",
        ["event-sources"] = "eventsources",
        ["sensors"] = "sensors",
        ["sync"] = "synclimits",
        ["tokens"] = "tokens",
        ["views"] = "views",
        ["deliveries"] = "eventdeliveries",
        ["upload-artifacts"] = "artifacts",
    };

    /// <summary>Last parts of paths that ask for no change.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal) { "lint", "verify" };

    public static async Task NoteAsync(HttpContext context, Caller caller, KreweException refusal, IWorkflowService service)
    {
        if (refusal is not { Code: KreweErrorCode.PermissionDenied, IsAudited: false } || caller.IsAnonymous || ChangeOf(context, refusal.Message) is not { } change)
        {
            return;
        }

        try
        {
            using (Acting.As(new Actor(caller.Subject, Actor.Network)))
            {
                await service.NoteRefusalAsync(change, context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (KreweException)
        {
            // The request is refused all the same, and the engine has said in its own log what is wrong with this one.
        }
    }

    private static RefusedChange? ChangeOf(HttpContext context, string message)
    {
        var parts = (context.GetEndpoint() as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.PathSegments
            .Select(segment => segment.Parts is [Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal] ? literal.Content : "").ToArray() ?? [];
        if (HttpMethods.IsGet(context.Request.Method) || Array.Find(parts, Kinds.ContainsKey) is not { } part || Harmless.Contains(parts[^1]))
        {
            return null;
        }

        var action = parts[^1].Length > 0 && !Kinds.ContainsKey(parts[^1]) ? parts[^1]
            : HttpMethods.IsPost(context.Request.Method) ? "create"
            : HttpMethods.IsPut(context.Request.Method) ? "update"
            : "delete";
        var name = new[] { "name", "uid", "key", "tokenName", "viewName", "id", "artifactName" }.Select(key => Endpoint.Route(context, key)).FirstOrDefault(value => value.Length > 0) ?? "";
        return new RefusedChange(action, Kinds[part], Endpoint.Route(context, "namespace"), name, message);
    }
}
