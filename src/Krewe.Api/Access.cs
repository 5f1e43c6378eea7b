using Krewe.Client;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api;

/// <summary>Who a request comes from and what they may do. A request without one came over the engine's own socket, whose user may do everything.</summary>
internal static class Access
{
    private static readonly object Key = new();

    public static void Set(HttpContext context, Caller caller) => context.Items[Key] = caller;

    public static Caller Of(HttpContext context) => context.Items[Key] as Caller ?? Caller.Owner;

    /// <summary>For objects whose namespace the address does not name: refuses those who may not see it.</summary>
    public static void RequireNamespace(HttpContext context, string? @namespace)
    {
        Require(Of(context), RequirementOf(context).Role, @namespace ?? "");
    }

    /// <summary>What the endpoint of a request asks of its caller.</summary>
    public static AccessRequirement RequirementOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<AccessRequirement>() ?? AccessRequirement.Strictest;

    /// <summary>
    /// Where a list of an endpoint that belongs to no namespace may look: in the namespace that the query names, if the caller
    /// may, else wherever they may (null for everywhere).
    /// </summary>
    public static (string Namespace, IReadOnlyList<string>? Within) ScopeOf(HttpContext context)
    {
        var space = Endpoint.Query(context, "namespace") ?? Namespaces.All;
        if (space.Length > 0)
        {
            RequireNamespace(context, space);
        }

        return (space, space.Length > 0 ? null : Of(context).NamespacesWith(RequirementOf(context).Role));
    }

    /// <summary>Whether the caller has the endpoint's role in some namespaces only, so that it matters where an object lies.</summary>
    public static bool IsBound(HttpContext context) => Of(context).RoleIn("") < RequirementOf(context).Role;

    /// <summary>The service as the caller may use it.</summary>
    public static IWorkflowService Confine(HttpContext context, IWorkflowService service) =>
        Of(context) is { IsBoundToFolders: true } caller ? new ConfinedWorkflowService(service, caller, RequirementOf(context).Role) : service;

    /// <summary>Refuses those who have the role nowhere in a namespace. Who has it in a folder only is let in: then <see cref="ConfinedWorkflowService"/> looks at each object.</summary>
    public static void Require(Caller caller, AccessRole role, string @namespace)
    {
        var held = @namespace.Length > 0 ? caller.RoleWithin(@namespace) : caller.RoleIn("");
        if (held < role)
        {
            throw new KreweException(KreweErrorCode.PermissionDenied, Refusal(caller, role, @namespace));
        }
    }

    private static string Refusal(Caller caller, AccessRole role, string @namespace)
    {
        var place = @namespace.Length == 0 ? "in all namespaces" : $"in namespace \"{@namespace}\"";
        return $"{caller.Subject} is {caller.RoleWithin(@namespace).ToString().ToLowerInvariant()} {place}; this needs the role {role.ToString().ToLowerInvariant()}";
    }
}
