namespace Krewe.Client;

/// <summary>Tokens by which programs and people come in over the network. Only their hashes are kept.</summary>
public interface IAccessOperations
{
    /// <summary>Makes a token; its text is in the answer and nowhere else.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.AlreadyExists"/> for a name in use; <see cref="KreweErrorCode.InvalidArgument"/>.</exception>
    Task<CreatedToken> CreateTokenAsync(CreateTokenRequest request, CancellationToken cancellationToken = default);

    /// <summary>All tokens by name, expired ones among them.</summary>
    Task<IReadOnlyList<ServiceToken>> ListTokensAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends a token at once.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>.</exception>
    Task RevokeTokenAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>The token that a text stands for; null when there is none, or it is expired.</summary>
    Task<ServiceToken?> VerifyTokenAsync(string text, CancellationToken cancellationToken = default);
}
