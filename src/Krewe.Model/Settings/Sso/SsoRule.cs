namespace Krewe.Model;

/// <summary>A role for some of those who sign in.</summary>
public sealed record SsoRule
{
    /// <summary>Expression over their claims, as in Argo's annotation <c>rbac-rule</c>: <c>'admins' in groups</c>.</summary>
    public string? Rule { get; init; }

    /// <summary>Groups, one of which they must be in. With <see cref="Rule"/>, both must hold.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary><c>viewer</c>, <c>runner</c>, <c>editor</c> or <c>admin</c>.</summary>
    public string? Role { get; init; }

    /// <summary>Where; null for everywhere.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>In which folders of them, each with all that lies below it; null for whole namespaces.</summary>
    public IReadOnlyList<string>? Folders { get; init; }
}
