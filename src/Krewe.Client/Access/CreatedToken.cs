namespace Krewe.Client;

/// <summary>A token that was just made.</summary>
/// <param name="Text">What its holder sends; it cannot be asked for again.</param>
/// <param name="Token">What is known of it.</param>
public sealed record CreatedToken(string Text, ServiceToken Token);
