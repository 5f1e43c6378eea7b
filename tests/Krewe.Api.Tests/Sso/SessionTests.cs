namespace Krewe.Api.Tests.Sso;

/// <summary>How sessions go on and end.</summary>
public sealed class SessionTests(GatewayFixture server)
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(601);

    /// <summary>Also when many requests come at once, since the provider takes a refresh token once.</summary>
    [Fact]
    public async Task Provider_Is_Asked_Again_Once_And_What_It_Says_Counts()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        var browser = await sso.SignedInAsync();
        var old = browser.Token;
        sso.Provider.Groups = ["team-b"];
        Assert.Equal(200, (await browser.GetAsync("/api/v1/workflows/argo")).Status);

        sso.Time.Advance(TokenLifetime);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => browser.GetAsync("/api/v1/userinfo")));

        Assert.Equal(1, sso.Provider.Refreshes);
        Assert.All(answers, answer => Assert.Equal("team-b", (string?)answer.Json["groups"]![0]));
        Assert.NotEqual(old, browser.Token);
        Assert.Equal(403, (await browser.GetAsync("/api/v1/workflows/argo")).Status);
        Assert.Equal("team-b", (string?)(await sso.Browser().GetAsync("/api/v1/userinfo", ("Authorization", "Bearer " + old))).Json["groups"]![0]);
        sso.Time.Advance(TokenLifetime);
        Assert.Equal(200, (await browser.GetAsync("/api/v1/userinfo")).Status);
        Assert.Equal(2, sso.Provider.Refreshes);
    }

    [Fact]
    public async Task Session_Ends_When_The_Provider_Refuses()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        var browser = await sso.SignedInAsync();
        var token = browser.Token;
        sso.Provider.RefusesToRefresh = true;

        sso.Time.Advance(TokenLifetime);
        var answer = await browser.GetAsync("/api/v1/userinfo");

        Assert.Equal(401, answer.Status);
        Assert.Contains("sign in at /oauth2/redirect", answer.Text, StringComparison.Ordinal);
        Assert.Null(browser.Session);
        Assert.Equal(401, (await sso.Browser().GetAsync("/api/v1/userinfo", ("Authorization", "Bearer " + token))).Status);
    }

    [Fact]
    public async Task Session_Goes_On_While_The_Provider_Is_Away()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        var browser = await sso.SignedInAsync();

        sso.Provider.IsAway = true;
        sso.Time.Advance(TokenLifetime);
        var away = await browser.GetAsync("/api/v1/userinfo");
        sso.Provider.IsAway = false;
        sso.Provider.Groups = ["team-b"];
        sso.Time.Advance(TokenLifetime);
        var back = await browser.GetAsync("/api/v1/userinfo");

        Assert.Equal("team-a", (string?)away.Json["groups"]![0]);
        Assert.Equal("team-b", (string?)back.Json["groups"]![0]);
    }

    [Fact]
    public async Task Session_Lasts_No_Longer_Than_The_Configuration_Says()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows, config => config with { SessionExpiry = "15m" });
        var browser = await sso.SignedInAsync();

        sso.Time.Advance(TimeSpan.FromMinutes(14));
        var before = await browser.GetAsync("/api/v1/userinfo");
        sso.Time.Advance(TimeSpan.FromMinutes(1));
        var after = await browser.GetAsync("/api/v1/userinfo");

        Assert.Equal((200, 401), (before.Status, after.Status));
    }

    [Fact]
    public async Task Session_Ends_When_Its_User_Signs_Out()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        var browser = await sso.SignedInAsync();
        var token = browser.Token;

        var answer = await browser.SendAsync(HttpMethod.Post, "/oauth2/logout", null, ("Origin", SsoServer.Outside));

        Assert.Equal(sso.Provider.Issuer + "/bye", (string?)answer.Json["endSessionUrl"]);
        Assert.Null(browser.Session);
        Assert.Equal(401, (await sso.Browser().GetAsync("/api/v1/userinfo", ("Authorization", "Bearer " + token))).Status);
    }

    [Fact]
    public async Task Session_Outlives_The_Server_And_Cannot_Be_Changed()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        await using var other = await SsoServer.StartAsync(server.Workflows);
        var browser = await sso.SignedInAsync();
        await sso.RestartAsync(server.Workflows);
        var token = browser.Token;
        var middle = token.Length / 2;
        var changed = token[..middle] + (token[middle] == 'A' ? 'B' : 'A') + token[(middle + 1)..];

        Assert.Equal(200, (await browser.GetAsync("/api/v1/userinfo")).Status);
        foreach (var wrong in new[] { changed, "v2:", "v2:abc", "v2:%%%", token[..^1] })
        {
            Assert.Equal(401, (await sso.Browser().GetAsync("/api/v1/userinfo", ("Authorization", "Bearer " + wrong))).Status);
        }

        Assert.Equal(401, (await other.Browser().GetAsync("/api/v1/userinfo", ("Authorization", "Bearer " + token))).Status);
    }
}
