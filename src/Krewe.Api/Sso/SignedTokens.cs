using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Krewe.Api;

/// <summary>Checks ID tokens by the provider's keys, whichever way they came.</summary>
/// <remarks>
/// Two things the library has otherwise: a token that the provider itself handed over needs no signature there, and a key that is
/// not known yet is asked for in the background, so that the first to sign in after the provider has changed its keys is refused.
/// </remarks>
internal sealed class SignedTokens(OpenIdConnectOptions openId) : JsonWebTokenHandler
{
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var wanted = validationParameters.Clone();
        wanted.RequireSignedTokens = true;
        var result = await base.ValidateTokenAsync(token, wanted).ConfigureAwait(false);
        if (result.Exception is not SecurityTokenSignatureKeyNotFoundException)
        {
            return result;
        }

        openId.ConfigurationManager!.RequestRefresh();
        var retriever = new HttpDocumentRetriever(openId.Backchannel) { RequireHttps = openId.RequireHttpsMetadata };
        var settings = await OpenIdConnectConfigurationRetriever.GetAsync(openId.MetadataAddress, retriever, CancellationToken.None).ConfigureAwait(false);
        wanted.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(settings);
        return await base.ValidateTokenAsync(token, wanted).ConfigureAwait(false);
    }
}
