using Krewe.Client;

namespace Krewe.Api;

/// <summary>Somebody who sends requests.</summary>
/// <param name="Subject">Name, for labels and messages.</param>
/// <param name="Role">The most that they may do anywhere.</param>
/// <param name="Namespaces">Where they may do anything at all; null for everywhere.</param>
internal sealed record Caller(string Subject, AccessRole Role, IReadOnlyList<string>? Namespaces = null)
{
    /// <summary>The user whose engine it is.</summary>
    public static Caller Owner { get; } = new("owner", AccessRole.Admin);

    /// <summary>Somebody who did not prove who they are, and must.</summary>
    public static Caller Nobody { get; } = new("nobody", AccessRole.None) { IsAnonymous = true };

    /// <summary>Somebody who may do what any of several grants allows.</summary>
    public static Caller Of(UserIdentity identity, IReadOnlyList<AccessGrant> grants) => new(
        identity.Subject,
        grants.Select(grant => grant.Role).DefaultIfEmpty(AccessRole.None).Max(),
        grants.Any(grant => grant.Namespaces is null) ? null : [.. grants.SelectMany(grant => grant.Namespaces!).Distinct(StringComparer.Ordinal)])
    {
        Identity = identity,
        Grants = grants,
    };

    /// <summary>Whether the caller gave no proof of who they are.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>Who they are to the provider of single sign-on; null for those who came another way.</summary>
    public UserIdentity? Identity { get; init; }

    /// <summary>What they may do, where it differs from place to place.</summary>
    private IReadOnlyList<AccessGrant>? Grants { get; init; }

    /// <summary>What they may do in a namespace; empty means all namespaces, or none in particular.</summary>
    public AccessRole RoleIn(string @namespace) =>
        (Grants ?? [new AccessGrant(Role, Namespaces)]).Select(grant => grant.RoleIn(@namespace)).DefaultIfEmpty(AccessRole.None).Max();
}
