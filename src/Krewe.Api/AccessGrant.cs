using Krewe.Client;

namespace Krewe.Api;

/// <summary>A role in some namespaces, or in some folders of them.</summary>
/// <param name="Role">What may be done.</param>
/// <param name="Namespaces">Where; null for everywhere.</param>
/// <param name="Folders">In which folders there, each with all that lies below it; null for whole namespaces.</param>
internal sealed record AccessGrant(AccessRole Role, IReadOnlyList<string>? Namespaces, IReadOnlyList<string>? Folders = null)
{
    /// <summary>What it allows in a whole namespace; empty means all namespaces, or none in particular.</summary>
    public AccessRole RoleIn(string @namespace) => Folders is null && Covers(@namespace) ? Role : AccessRole.None;

    /// <summary>What it allows of things that lie in a folder.</summary>
    public AccessRole RoleAt(string @namespace, string folder) =>
        Covers(@namespace) && Folders?.Any(granted => Krewe.Model.Runs.Folders.IsIn(folder, granted)) != false ? Role : AccessRole.None;

    /// <summary>What it allows of something in a namespace at least.</summary>
    public AccessRole RoleWithin(string @namespace) => Covers(@namespace) ? Role : AccessRole.None;

    /// <summary>The places that it opens.</summary>
    public IEnumerable<FolderPlace> Places => (Namespaces ?? [null!]).SelectMany(space => (Folders ?? [""]).Select(folder => new FolderPlace(space, folder)));

    /// <summary>The grant in words: <c>runner</c>, <c>runner:team-a</c>, <c>runner:team-a/builds</c>, <c>runner:*/builds</c>.</summary>
    public IEnumerable<string> Words => Places.Select(place => (Role.ToString().ToLowerInvariant(), place) switch
    {
        (var role, { Namespace: null, Folder: "" }) => role,
        (var role, { Folder: "" }) => $"{role}:{place.Namespace}",
        (var role, _) => $"{role}:{place.Namespace ?? "*"}/{place.Folder}",
    });

    private bool Covers(string @namespace) => Namespaces is null || (@namespace.Length > 0 && Namespaces.Contains(@namespace, StringComparer.Ordinal));
}
