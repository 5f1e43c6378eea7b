using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Making, listing and ending of tokens, for administrators.</summary>
internal static class TokenEndpoints
{
    private const string Collection = "/api/krewe/v1/tokens";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Collection, Endpoint.For(async (context, service) =>
        {
            var tokens = await service.ListTokensAsync(context.RequestAborted).ConfigureAwait(false);
            await Endpoint.AnswerAsync(context, new TokensBody { Items = tokens }, WireJson.Default.TokensBody).ConfigureAwait(false);
        })).Needs(AccessRole.Admin);
        routes.MapPost(Collection, Endpoint.For(async (context, service) =>
        {
            var request = await Endpoint.BodyAsync(context, WireJson.Default.CreateTokenRequest).ConfigureAwait(false);
            await Endpoint.AnswerAsync(context, await service.CreateTokenAsync(request, context.RequestAborted).ConfigureAwait(false), WireJson.Default.CreatedToken).ConfigureAwait(false);
        })).Needs(AccessRole.Admin);
        routes.MapDelete(Collection + "/{tokenName}", Endpoint.For(async (context, service) =>
        {
            await service.RevokeTokenAsync(Endpoint.Route(context, "tokenName"), context.RequestAborted).ConfigureAwait(false);
            await Endpoint.AnswerEmptyAsync(context).ConfigureAwait(false);
        })).Needs(AccessRole.Admin);
        routes.MapPost(Collection + "/verify", Endpoint.For(async (context, service) =>
        {
            var body = await Endpoint.BodyAsync(context, WireJson.Default.DictionaryStringString).ConfigureAwait(false);
            var token = await service.VerifyTokenAsync(body.GetValueOrDefault("token", ""), context.RequestAborted).ConfigureAwait(false);
            await Endpoint.AnswerAsync(context, new TokensBody { Items = token is null ? [] : [token] }, WireJson.Default.TokensBody).ConfigureAwait(false);
        })).Needs(AccessRole.Admin);
    }
}
