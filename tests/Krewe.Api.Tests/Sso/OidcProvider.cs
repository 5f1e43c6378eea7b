using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Krewe.Api.Tests.Sso;

/// <summary>A provider of OpenID Connect on this machine, strict in what it takes and as wrong as wanted in what it gives.</summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    public const string ClientId = "krewe";
    public const string ClientSecret = "the secret of this client, which is long enough";

    private readonly ConcurrentDictionary<string, IQueryCollection> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _refreshTokens = new(StringComparer.Ordinal);
    private WebApplication? _application;
    private int _refreshes;

    public string Issuer { get; private set; } = "";

    /// <summary>What is wrong with the tokens that it gives.</summary>
    public TokenFault Fault { get; set; }

    public IReadOnlyList<string> Groups { get; set; } = ["team-a"];

    /// <summary>Whether tokens hold groups, or only the page that is asked for them.</summary>
    public bool GroupsInToken { get; set; } = true;

    /// <summary>How long access tokens last, as it says.</summary>
    public int ExpiresIn { get; set; } = 600;

    public bool RefusesToRefresh { get; set; }

    public bool IsAway { get; set; }

    /// <summary>How often it was asked for new tokens.</summary>
    public int Refreshes => _refreshes;

    /// <summary>The last request to sign in.</summary>
    public IQueryCollection? Asked { get; private set; }

    public IdTokenMaker Tokens { get; } = new();

    /// <param name="certificate">Certificate, for HTTPS; null for plain HTTP.</param>
    public static async Task<OidcProvider> StartAsync(X509Certificate2? certificate = null)
    {
        var provider = new OidcProvider();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        builder.Services.AddRoutingCore();
        var application = builder.Build();
        application.Use(async (context, next) =>
        {
            if (provider.IsAway)
            {
                context.Response.StatusCode = 503;
                return;
            }

            await next(context);
        });
        application.UseRouting();
        application.MapGet("/.well-known/openid-configuration", context => WriteAsync(context, provider.Settings()));
        application.MapGet("/keys", context => WriteAsync(context, provider.Tokens.Keys()));
        application.MapGet("/authorize", provider.AuthorizeAsync);
        application.MapPost("/token", provider.TokenAsync);
        application.MapGet("/userinfo", context => WriteAsync(context, new JsonObject { ["groups"] = new JsonArray([.. provider.Groups.Select(group => (JsonNode)group)]) }));
        await application.StartAsync(TestContext.Current.CancellationToken);
        provider._application = application;
        provider.Issuer = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return provider;
    }

    public ValueTask DisposeAsync() => _application!.DisposeAsync();

    private JsonObject Settings() => new()
    {
        ["issuer"] = Issuer,
        ["authorization_endpoint"] = Issuer + "/authorize",
        ["token_endpoint"] = Issuer + "/token",
        ["jwks_uri"] = Issuer + "/keys",
        ["end_session_endpoint"] = Issuer + "/bye",
        ["response_types_supported"] = new JsonArray("code"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    };

    /// <summary>The user is signed in here already and agrees at once.</summary>
    private Task AuthorizeAsync(HttpContext context)
    {
        var query = Asked = context.Request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256" || !query["scope"].ToString().Split(' ').Contains("openid"))
        {
            context.Response.StatusCode = 400;
            return Task.CompletedTask;
        }

        var code = Random();
        _codes[code] = query;
        context.Response.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"].ToString())}");
        return Task.CompletedTask;
    }

    private async Task TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
        {
            await RefuseAsync(context, "invalid_client");
        }
        else if (form["grant_type"] == "refresh_token")
        {
            Interlocked.Increment(ref _refreshes);
            // Good for one use, as careful providers have it.
            var isKnown = _refreshTokens.TryRemove(form["refresh_token"].ToString(), out _);
            await (isKnown && !RefusesToRefresh ? GrantAsync(context, null) : RefuseAsync(context, "invalid_grant"));
        }
        else if (_codes.TryRemove(form["code"].ToString(), out var asked) && asked["redirect_uri"] == form["redirect_uri"] && asked["code_challenge"] == Challenge(form["code_verifier"].ToString()))
        {
            await GrantAsync(context, asked["nonce"]);
        }
        else
        {
            await RefuseAsync(context, "invalid_grant");
        }
    }

    private Task GrantAsync(HttpContext context, string? nonce)
    {
        var refreshToken = Random();
        _refreshTokens[refreshToken] = true;
        return WriteAsync(context, new JsonObject
        {
            ["access_token"] = Random(),
            ["token_type"] = "Bearer",
            ["expires_in"] = ExpiresIn,
            ["refresh_token"] = refreshToken,
            ["id_token"] = Tokens.Make(Issuer, nonce, GroupsInToken ? Groups : [], Fault),
        });
    }

    private static Task RefuseAsync(HttpContext context, string error)
    {
        context.Response.StatusCode = 400;
        return WriteAsync(context, new JsonObject { ["error"] = error });
    }

    private static Task WriteAsync(HttpContext context, JsonObject body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString());
    }

    private static string Challenge(string verifier) => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
