namespace Krewe.Api.Tests.Sso;

/// <summary>What signing out at one server means for others with the same keys.</summary>
public sealed class EndedSessionTests(GatewayFixture server)
{
    private const string Who = "/api/v1/userinfo";

    [Fact]
    public async Task Session_Ended_At_One_Server_Is_Ended_At_All()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        await using var another = await sso.StartAnotherAsync(server.Workflows);
        var (browser, stays) = (await sso.SignedInAsync(), await sso.SignedInAsync());
        var token = Bearer(browser);
        Assert.Equal(200, (await sso.Browser(another).GetAsync(Who, token)).Status);

        await SignOutAsync(browser);
        sso.Time.Advance(EndedSessions.Delay);

        Assert.Equal(401, (await sso.Browser().GetAsync(Who, token)).Status);
        Assert.Equal(401, (await sso.Browser(another).GetAsync(Who, token)).Status);
        Assert.Equal(200, (await sso.Browser(another).GetAsync(Who, Bearer(stays))).Status);
    }

    [Fact]
    public async Task Session_Stays_Ended_After_A_Restart()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        var browser = await sso.SignedInAsync();
        var token = Bearer(browser);

        await SignOutAsync(browser);
        await sso.RestartAsync(server.Workflows);

        Assert.Equal(401, (await sso.Browser().GetAsync(Who, token)).Status);
    }

    /// <summary>An older token of the session is as dead as the one that was shown.</summary>
    [Fact]
    public async Task All_Versions_Of_A_Session_End_Together()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        var browser = await sso.SignedInAsync();
        var first = Bearer(browser);
        sso.Time.Advance(TimeSpan.FromSeconds(601));
        await browser.GetAsync(Who);
        var second = Bearer(browser);
        Assert.NotEqual(first, second);

        await SignOutAsync(browser);
        await sso.RestartAsync(server.Workflows);

        Assert.Equal(401, (await sso.Browser().GetAsync(Who, first)).Status);
        Assert.Equal(401, (await sso.Browser().GetAsync(Who, second)).Status);
    }

    [Fact]
    public async Task Ended_Sessions_Are_Forgotten_When_They_Would_Be_Over_Anyway()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows, config => config with { SessionExpiry = "2h" });
        await SignOutAsync(await sso.SignedInAsync());
        var old = Assert.Single(Kept(sso));
        sso.Time.Advance(TimeSpan.FromMinutes(90));
        await SignOutAsync(await sso.SignedInAsync());
        Assert.Contains(old, Kept(sso));

        sso.Time.Advance(TimeSpan.FromMinutes(61));
        await SignOutAsync(await sso.SignedInAsync());

        Assert.Equal(2, Kept(sso).Length);
        Assert.DoesNotContain(old, Kept(sso));
    }

    /// <summary>Else those who signed out would be in again.</summary>
    [Fact]
    public async Task Nobody_Comes_In_While_It_Cannot_Be_Known_Who_Signed_Out()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        var browser = await sso.SignedInAsync();
        Directory.Delete(EndedSessions.FolderIn(sso.KeyFolder), recursive: true);

        var read = await browser.GetAsync(Who);
        var signOut = await browser.SendAsync(HttpMethod.Post, "/oauth2/logout", null, ("Origin", SsoServer.Outside));

        Assert.Equal((503, 503), (read.Status, signOut.Status));
        Assert.Contains("ended-sessions cannot be read", read.Text, StringComparison.Ordinal);
    }

    private static string[] Kept(SsoServer sso) => Directory.GetFiles(EndedSessions.FolderIn(sso.KeyFolder));

    private static (string, string) Bearer(TestBrowser browser) => ("Authorization", "Bearer " + browser.Token);

    private static async Task SignOutAsync(TestBrowser browser) =>
        Assert.Equal(200, (await browser.SendAsync(HttpMethod.Post, "/oauth2/logout", null, ("Origin", SsoServer.Outside))).Status);
}
