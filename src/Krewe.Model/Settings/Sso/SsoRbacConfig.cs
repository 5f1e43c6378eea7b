namespace Krewe.Model;

/// <summary>What those who sign in may do.</summary>
public sealed record SsoRbacConfig
{
    /// <summary>Whether the rules count. Argo lets everybody do what its server may when they do not; here the server does not start.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The rules. Argo has them as annotations of service accounts. Somebody to whom several apply may do what any of them allows.</summary>
    public IReadOnlyList<SsoRule>? Rules { get; init; }
}
