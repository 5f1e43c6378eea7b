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
        var requirement = context.GetEndpoint()?.Metadata.GetMetadata<AccessRequirement>() ?? AccessRequirement.Strictest;
        Require(Of(context), requirement.Role, @namespace ?? "");
    }

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

        return (space, space.Length > 0 ? null : Of(context).Namespaces);
    }

    public static void Require(Caller caller, AccessRole role, string @namespace)
    {
        if (caller.RoleIn(@namespace) < role)
        {
            throw new KreweException(KreweErrorCode.PermissionDenied, Refusal(caller, role, @namespace));
        }
    }

    private static string Refusal(Caller caller, AccessRole role, string @namespace)
    {
        var place = @namespace.Length == 0 ? "in all namespaces" : $"in namespace \"{@namespace}\"";
        return $"{caller.Subject} is {caller.RoleIn(@namespace).ToString().ToLowerInvariant()} {place}; this needs the role {role.ToString().ToLowerInvariant()}";
    }
}
