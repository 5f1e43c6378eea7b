using Krewe.Client;

namespace Krewe.Api;

/// <summary>A role in some namespaces.</summary>
/// <param name="Role">What may be done.</param>
/// <param name="Namespaces">Where; null for everywhere.</param>
internal sealed record AccessGrant(AccessRole Role, IReadOnlyList<string>? Namespaces)
{
    /// <summary>What it allows in a namespace; empty means all namespaces, or none in particular.</summary>
    public AccessRole RoleIn(string @namespace) =>
        Namespaces is null || (@namespace.Length > 0 && Namespaces.Contains(@namespace, StringComparer.Ordinal)) ? Role : AccessRole.None;
}
