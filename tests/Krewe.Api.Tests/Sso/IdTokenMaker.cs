using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Krewe.Api.Tests.Sso;

/// <summary>Makes ID tokens, good ones and bad ones, with a key of its own.</summary>
internal sealed class IdTokenMaker
{
    private const string User = "user-4711";
    private RsaSecurityKey _key = NewKey();

    /// <summary>From now on there is another key, and the old one is forgotten.</summary>
    public void RotateKeys() => _key = NewKey();

    /// <summary>The keys by which tokens can be checked.</summary>
    public JsonObject Keys()
    {
        var key = _key.Rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = _key.KeyId,
                ["n"] = Base64UrlEncoder.Encode(key.Modulus!),
                ["e"] = Base64UrlEncoder.Encode(key.Exponent!),
            }),
        };
    }

    public string Make(string issuer, string? nonce, IReadOnlyList<string> groups, TokenFault fault)
    {
        var now = DateTime.UtcNow;
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = User,
            ["email"] = "ada@example.com",
            ["email_verified"] = true,
            ["name"] = "Ada L.",
            ["preferred_username"] = "ada",
            ["groups"] = groups,
        };
        if (nonce is not null && fault != TokenFault.NoNonce)
        {
            claims["nonce"] = fault == TokenFault.OtherNonce ? "of-another-sign-in" : nonce;
        }

        var (issuedAt, expires) = fault == TokenFault.Expired ? (now.AddHours(-2), now.AddHours(-1)) : (now, now.AddHours(1));
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = fault == TokenFault.OtherIssuer ? "https://evil.example" : issuer,
            Audience = fault == TokenFault.OtherAudience ? "another-client" : OidcProvider.ClientId,
            IssuedAt = issuedAt,
            NotBefore = issuedAt,
            Expires = expires,
            Claims = claims,
            SigningCredentials = Signer(fault),
        });
        return fault == TokenFault.Changed ? Changed(token) : token;
    }

    private SigningCredentials? Signer(TokenFault fault) => fault switch
    {
        TokenFault.NotSigned => null,
        TokenFault.SignedBySomebodyElse => new SigningCredentials(NewKey(_key.KeyId), SecurityAlgorithms.RsaSha256),
        TokenFault.SignedWithTheClientSecret => new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(OidcProvider.ClientSecret)) { KeyId = _key.KeyId }, SecurityAlgorithms.HmacSha256),
        _ => new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
    };

    /// <summary>Another user under the same signature.</summary>
    private static string Changed(string token)
    {
        var parts = token.Split('.');
        parts[1] = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace(User, "the-boss", StringComparison.Ordinal));
        return string.Join('.', parts);
    }

    private static RsaSecurityKey NewKey(string? id = null) => new(RSA.Create(2048)) { KeyId = id ?? Guid.NewGuid().ToString("n") };
}
