namespace Krewe.Api;

/// <summary>What the provider said when it was asked again.</summary>
/// <param name="User">Who the user is by now.</param>
/// <param name="RefreshToken">What to ask with the next time.</param>
/// <param name="Lifetime">How long that holds; null when the provider does not say.</param>
internal sealed record SsoRefresh(UserIdentity User, string RefreshToken, TimeSpan? Lifetime);
