namespace Krewe.Api;

/// <summary>What is left to do after signing out.</summary>
internal sealed record LogoutBody
{
    /// <summary>Page of the provider that ends the session there as well; null when it has none.</summary>
    public string? EndSessionUrl { get; init; }
}
