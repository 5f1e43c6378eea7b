namespace Krewe.Api;

/// <summary>What a provider of single sign-on says of somebody.</summary>
internal sealed record UserIdentity
{
    public required string Issuer { get; init; }

    /// <summary>The provider's name for them, which never changes.</summary>
    public required string Subject { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];

    public string? Name { get; init; }

    public string? PreferredUsername { get; init; }

    public string? Email { get; init; }

    public bool? EmailVerified { get; init; }
}
