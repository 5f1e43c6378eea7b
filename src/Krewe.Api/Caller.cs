using Krewe.Client;

namespace Krewe.Api;

/// <summary>Somebody who sends requests.</summary>
/// <param name="Subject">Name, for labels and messages.</param>
/// <param name="Grants">What they may do, and where.</param>
internal sealed record Caller(string Subject, IReadOnlyList<AccessGrant> Grants)
{
    /// <summary>Somebody with one role.</summary>
    public Caller(string subject, AccessRole role, IReadOnlyList<string>? namespaces = null, IReadOnlyList<string>? folders = null)
        : this(subject, [new AccessGrant(role, namespaces, folders)])
    {
    }

    /// <summary>The user whose engine it is.</summary>
    public static Caller Owner { get; } = new("owner", AccessRole.Admin);

    /// <summary>Somebody who did not prove who they are, and must.</summary>
    public static Caller Nobody { get; } = new("nobody", AccessRole.None) { IsAnonymous = true };

    /// <summary>Whether the caller gave no proof of who they are.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>Who they are to the provider of single sign-on; null for those who came another way.</summary>
    public UserIdentity? Identity { get; init; }

    /// <summary>The most that they may do anywhere.</summary>
    public AccessRole Role => Best(grant => grant.Role);

    /// <summary>Whether some of what they may do is bound to folders, so that each object has to be looked at.</summary>
    public bool IsBoundToFolders => Grants.Any(grant => grant.Folders is not null);

    /// <summary>Somebody who may do what any of several grants allows.</summary>
    public static Caller Of(UserIdentity identity, IReadOnlyList<AccessGrant> grants) => new(identity.Subject, grants) { Identity = identity };

    /// <summary>What they may do in a whole namespace; empty means all namespaces, or none in particular.</summary>
    public AccessRole RoleIn(string @namespace) => Best(grant => grant.RoleIn(@namespace));

    /// <summary>What they may do with things that lie in a folder.</summary>
    public AccessRole RoleAt(string @namespace, string folder) => Best(grant => grant.RoleAt(@namespace, folder));

    /// <summary>The most that they may do in a namespace, be it in a folder of it only.</summary>
    public AccessRole RoleWithin(string @namespace) => Best(grant => grant.RoleWithin(@namespace));

    /// <summary>The namespaces that they have a role in as a whole; null for all.</summary>
    public IReadOnlyList<string>? NamespacesWith(AccessRole role) => RoleIn("") >= role
        ? null
        : [.. Grants.Where(grant => grant is { Folders: null, Namespaces: not null } && grant.Role >= role).SelectMany(grant => grant.Namespaces!).Distinct(StringComparer.Ordinal)];

    /// <summary>The places that they have a role in; null for everywhere.</summary>
    public IReadOnlyList<FolderPlace>? PlacesWith(AccessRole role) => RoleIn("") >= role
        ? null
        : [.. Grants.Where(grant => grant.Role >= role).SelectMany(grant => grant.Places).Distinct()];

    private AccessRole Best(Func<AccessGrant, AccessRole> role) => Grants.Select(role).DefaultIfEmpty(AccessRole.None).Max();
}
