using Krewe.Client.Wire;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    private const string Tokens = "/api/krewe/v1/tokens";

    /// <inheritdoc/>
    public Task<CreatedToken> CreateTokenAsync(CreateTokenRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, Tokens, request, WireJson.Default.CreateTokenRequest, WireJson.Default.CreatedToken, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ServiceToken>> ListTokensAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync(Tokens, WireJson.Default.TokensBody, cancellationToken).ConfigureAwait(false)).Items ?? [];

    /// <inheritdoc/>
    public async Task RevokeTokenAsync(string name, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{Tokens}/{Escape(name)}");
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ServiceToken?> VerifyTokenAsync(string text, CancellationToken cancellationToken = default)
    {
        var body = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = text };
        var found = await SendAsync(HttpMethod.Post, Tokens + "/verify", body, WireJson.Default.DictionaryStringString, WireJson.Default.TokensBody, cancellationToken).ConfigureAwait(false);
        return found.Items is [var token] ? token : null;
    }
}
