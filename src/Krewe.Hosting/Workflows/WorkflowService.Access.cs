using Krewe.Client;

namespace Krewe.Hosting;

/// <content>Tokens.</content>
internal sealed partial class WorkflowService
{
    public Task<CreatedToken> CreateTokenAsync(CreateTokenRequest request, CancellationToken cancellationToken = default) => _tokens.CreateAsync(request, cancellationToken);

    public Task<IReadOnlyList<ServiceToken>> ListTokensAsync(CancellationToken cancellationToken = default) => _tokens.ListAsync(cancellationToken);

    public Task RevokeTokenAsync(string name, CancellationToken cancellationToken = default) => _tokens.RevokeAsync(name, cancellationToken);

    public Task<ServiceToken?> VerifyTokenAsync(string text, CancellationToken cancellationToken = default) => _tokens.VerifyAsync(text, cancellationToken);
}
