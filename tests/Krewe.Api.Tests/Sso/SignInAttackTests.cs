using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Krewe.Api.Tests.Sso;

/// <summary>Nobody comes in who should not, and nobody is sent where they should not go.</summary>
public sealed class SignInAttackTests(GatewayFixture server)
{
    [Theory]
    [InlineData(TokenFault.OtherNonce, "another sign-in")]
    [InlineData(TokenFault.NoNonce, "")]
    [InlineData(TokenFault.OtherAudience, "for another client than sso.clientId")]
    [InlineData(TokenFault.OtherIssuer, "calls itself \\u0022https://evil.example\\u0022")]
    [InlineData(TokenFault.Expired, "expired already")]
    [InlineData(TokenFault.NotSigned, "not signed by the provider")]
    [InlineData(TokenFault.SignedBySomebodyElse, "not signed by the provider")]
    [InlineData(TokenFault.SignedWithTheClientSecret, "the provider\\u0027s token")]
    [InlineData(TokenFault.Changed, "not signed by the provider")]
    public async Task Token_That_Is_Not_The_Providers_Word_Is_Refused(TokenFault fault, string why)
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        sso.Provider.Fault = fault;
        var browser = sso.Browser();

        var answer = await browser.SignInAsync();

        Assert.True(answer.Status == 401, $"{answer.Status} {answer.Text}");
        Assert.Contains(why, answer.Text, StringComparison.Ordinal);
        Assert.Contains("/oauth2/redirect", answer.Text, StringComparison.Ordinal);
        Assert.Null(browser.Session);
    }

    [Fact]
    public async Task Issuer_May_Have_The_Alias_That_The_Configuration_Names()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows, config => config with { IssuerAlias = "https://evil.example" });
        sso.Provider.Fault = TokenFault.OtherIssuer;

        var browser = await sso.SignedInAsync();

        Assert.Equal("https://evil.example", (string?)(await browser.GetAsync("/api/v1/userinfo")).Json["issuer"]);
    }

    [Fact]
    public async Task Provider_May_Change_Its_Keys()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        await sso.SignedInAsync();
        sso.Provider.Tokens.RotateKeys();

        await sso.SignedInAsync();
    }

    [Fact]
    public async Task Provider_Is_Known_By_Its_Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=provider", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        foreach (var (rootCa, trusting, status) in new[] { (null, false, 503), (certificate.ExportCertificatePem(), false, 302), (null, true, 302) })
        {
            await using var sso = await SsoServer.StartAsync(server.Workflows, config => config with { RootCA = rootCa, InsecureSkipVerify = trusting }, certificate: certificate);
            Assert.Equal(status, (await sso.Browser().GetAsync("/oauth2/redirect")).Status);
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("http://krewe.test@evil.example/")]
    [InlineData("http://krewe.test.evil.example/")]
    [InlineData("https://krewe.test/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("workflows")]
    public async Task Browser_Is_Not_Sent_Elsewhere(string target)
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);

        var answer = await sso.Browser().GetAsync("/oauth2/redirect?redirect=" + Uri.EscapeDataString(target));

        Assert.Equal(400, answer.Status);
        Assert.Contains("no page of this server", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/workflows/argo?tab=x#top", "/workflows/argo?tab=x#top")]
    [InlineData("http://krewe.test/workflows", "/workflows")]
    [InlineData("", "/")]
    public async Task Browser_Comes_Back_To_Where_It_Was(string target, string place)
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);

        var answer = await sso.Browser().SignInAsync("/oauth2/redirect?redirect=" + Uri.EscapeDataString(target));

        Assert.Equal((302, place), (answer.Status, answer.Location?.ToString()));
    }

    /// <summary>An attacker's own answer of the provider must not sign somebody else in as the attacker.</summary>
    [Fact]
    public async Task Answer_For_Another_Browser_Is_Refused()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        var attacker = sso.Browser();
        var answerOfProvider = await attacker.FollowAsync(await attacker.GetAsync("/oauth2/redirect"));
        var victim = sso.Browser();

        var foreign = await victim.FollowAsync(answerOfProvider);
        var without = await victim.GetAsync("/oauth2/callback?code=abc");
        var empty = await victim.GetAsync("/oauth2/callback");
        var forged = await victim.GetAsync("/oauth2/callback?code=abc&state=abc");

        Assert.All([foreign, without, empty, forged], answer => Assert.True(answer.Status is 400 or 401, $"{answer.Status} {answer.Text}"));
        Assert.Null(victim.Session);
    }

    [Fact]
    public async Task Code_Is_Good_For_One_Use()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        var browser = sso.Browser();
        var answerOfProvider = await browser.FollowAsync(await browser.GetAsync("/oauth2/redirect"));

        var first = await browser.FollowAsync(answerOfProvider);
        var second = await browser.FollowAsync(answerOfProvider);

        Assert.Equal((302, 401), (first.Status, second.Status));
    }

    [Fact]
    public async Task Provider_That_Is_Away_Is_Named()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        sso.Provider.IsAway = true;

        var answer = await sso.Browser().GetAsync("/oauth2/redirect");

        Assert.Equal(503, answer.Status);
        Assert.Contains(sso.Provider.Issuer, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("X-Nothing", "at all", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Origin", SsoServer.Outside, 200)]
    public async Task Cookie_Changes_Things_For_Our_Own_Pages_Only(string header, string value, int status)
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        var browser = await sso.SignedInAsync();
        var body = $$"""{"workflow":{{GatewayFixture.Manifest("csrf-")}}}""";

        var byCookie = await browser.SendAsync(HttpMethod.Post, "/api/v1/workflows/team-a", body, (header, value));
        var logout = await browser.SendAsync(HttpMethod.Post, "/oauth2/logout", null, (header, value));
        var byToken = status == 200 ? byCookie : await browser.SendAsync(HttpMethod.Post, "/api/v1/workflows/team-a", body, (header, value), ("Authorization", "Bearer " + browser.Token));

        Assert.Equal((status, status, 200), (byCookie.Status, logout.Status, byToken.Status));
    }
}
