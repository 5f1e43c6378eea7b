using Krewe.Client;

namespace Krewe.Api;

/// <summary>Somebody who sends requests.</summary>
/// <param name="Subject">Name, for labels and messages.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Namespaces">Where; null for everywhere.</param>
internal sealed record Caller(string Subject, AccessRole Role, IReadOnlyList<string>? Namespaces = null)
{
    /// <summary>The user whose engine it is.</summary>
    public static Caller Owner { get; } = new("owner", AccessRole.Admin);

    /// <summary>Somebody who did not prove who they are, and must.</summary>
    public static Caller Nobody { get; } = new("nobody", AccessRole.None) { IsAnonymous = true };

    /// <summary>Whether the caller gave no proof of who they are.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>What they may do in a namespace; empty means all namespaces, or none in particular.</summary>
    public AccessRole RoleIn(string @namespace) =>
        Namespaces is null || (@namespace.Length > 0 && Namespaces.Contains(@namespace, StringComparer.Ordinal)) ? Role : AccessRole.None;
}
