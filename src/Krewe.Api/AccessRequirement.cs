using Krewe.Client;
using Microsoft.AspNetCore.Builder;

namespace Krewe.Api;

/// <summary>What an endpoint asks of its caller. An endpoint that says nothing is for administrators.</summary>
/// <param name="Role">The least role; <see cref="AccessRole.None"/> admits everybody, known or not.</param>
/// <param name="AnyNamespace">Whether the role may be held in whatever namespace, since the endpoint belongs to none.</param>
/// <param name="NamespaceInQuery">Whether the endpoint keeps to the namespace that the query names. Of one that does not, the query says nothing on who may.</param>
internal sealed record AccessRequirement(AccessRole Role, bool AnyNamespace = false, bool NamespaceInQuery = false)
{
    /// <summary>Administrators only.</summary>
    public static AccessRequirement Strictest { get; } = new(AccessRole.Admin);
}

/// <summary>Puts requirements on endpoints.</summary>
internal static class AccessRequirements
{
    public static IEndpointConventionBuilder Needs(this IEndpointConventionBuilder endpoint, AccessRole role) => endpoint.WithMetadata(new AccessRequirement(role));

    public static IEndpointConventionBuilder NeedsInQuery(this IEndpointConventionBuilder endpoint, AccessRole role) => endpoint.WithMetadata(new AccessRequirement(role, NamespaceInQuery: true));

    public static IEndpointConventionBuilder NeedsAnywhere(this IEndpointConventionBuilder endpoint, AccessRole role) => endpoint.WithMetadata(new AccessRequirement(role, AnyNamespace: true));
}
