using System.Net.Http.Headers;
using Krewe.Client;

namespace Krewe.Api.Tests.Sso;

/// <summary>Signing in at a provider, and what it is good for.</summary>
public sealed class SignInTests(GatewayFixture server)
{
    [Fact]
    public async Task User_Signs_In_And_Has_The_Roles_Of_Their_Groups()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        var browser = sso.Browser();
        var before = await browser.GetAsync("/api/v1/workflows/argo");

        var signedIn = await browser.SignInAsync("/oauth2/redirect?redirect=/workflows%3Fnamespace%3Dargo");

        Assert.Equal((401, "/oauth2/redirect"), (before.Status, before.SignIn));
        Assert.Equal("/workflows?namespace=argo", signedIn.Location?.ToString());
        Assert.Equal((SsoServer.Outside + "/oauth2/callback", "openid groups"), (sso.Provider.Asked!["redirect_uri"].ToString(), sso.Provider.Asked["scope"].ToString()));
        Assert.All(["code_challenge", "state", "nonce"], name => Assert.True(sso.Provider.Asked[name].ToString().Length >= 32));
        var cookie = Assert.Single(signedIn.SetCookies, set => set.StartsWith("authorization=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        var user = (await browser.GetAsync("/api/v1/userinfo")).Json;
        Assert.Equal(
            (sso.Provider.Issuer, "user-4711", "Ada L.", "ada@example.com", true, "team-a"),
            ((string)user["issuer"]!, (string)user["subject"]!, (string)user["name"]!, (string)user["email"]!, (bool)user["emailVerified"]!, (string)user["groups"]![0]!));
        Assert.Equal(200, (await browser.GetAsync("/api/v1/workflows/argo")).Status);
        Assert.Equal(200, (await browser.GetAsync("/api/v1/workflows/team-a")).Status);
        Assert.Equal(403, (await browser.GetAsync("/api/v1/workflows/team-b")).Status);
        Assert.Equal(403, (await browser.GetAsync("/api/v1/workflows/")).Status);
        Assert.Equal(403, (await CreateAsync(browser, "argo")).Status);
        var created = await CreateAsync(browser, "team-a");
        var labels = created.Json["metadata"]!["labels"]!;
        Assert.Equal(
            ("user-4711", "ada.at.example.com", "ada"),
            ((string?)labels["workflows.argoproj.io/creator"], (string?)labels["workflows.argoproj.io/creator-email"], (string?)labels["workflows.argoproj.io/creator-preferred-username"]));
    }

    [Fact]
    public async Task Session_Is_A_Token_For_Programs_Too_Over_Rest_And_Grpc()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        var browser = await sso.SignedInAsync();
        using var http = new HttpClient { BaseAddress = sso.Gateway.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", browser.Token);
        using var grpc = new GrpcClient(Grpc.Net.Client.GrpcChannel.ForAddress(sso.Gateway.Address), browser.Token);

        var answer = await GatewayFixture.SendAsync(http, HttpMethod.Get, "/api/v1/userinfo");
        var called = await grpc.AskAsync("GetUserInfo", "{}", TestContext.Current.CancellationToken);

        Assert.Equal("user-4711", (string?)answer.Json!["subject"]);
        Assert.Equal("user-4711", (string?)called["subject"]);
    }

    [Fact]
    public async Task User_Without_A_Role_Is_Told_Their_Groups()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        sso.Provider.Groups = ["guests", "visitors"];
        var browser = sso.Browser();

        var answer = await browser.SignInAsync();

        Assert.Equal(403, answer.Status);
        Assert.Contains("no rule of sso.rbac.rules allows anything; groups: guests, visitors", answer.Text, StringComparison.Ordinal);
        Assert.Null(browser.Session);
    }

    [Theory]
    [InlineData("claim")]
    [InlineData("page")]
    public async Task Groups_Are_Where_The_Configuration_Says_And_Only_Those_That_It_Keeps(string place)
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows, config => config with { UserInfoPath = place == "page" ? "/userinfo" : null, FilterGroupsRegex = ["^team-", "^adm"] });
        sso.Provider.Groups = ["admins", "team-a", "choir"];
        sso.Provider.GroupsInToken = place == "claim";

        var browser = await sso.SignedInAsync();

        var user = (await browser.GetAsync("/api/v1/userinfo")).Json;
        Assert.Equal(["admins", "team-a"], user["groups"]!.AsArray().Select(group => (string)group!));
        Assert.Equal(200, (await browser.GetAsync("/api/krewe/v1/tokens")).Status);
    }

    [Fact]
    public async Task Many_Groups_Take_Several_Cookies()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows);
        sso.Provider.Groups = ["team-a", .. Enumerable.Range(0, 400).Select(_ => Guid.NewGuid().ToString())];

        var browser = await sso.SignedInAsync();

        Assert.StartsWith("chunks-", browser.Session!.Value, StringComparison.Ordinal);
        Assert.Equal(401, (await browser.GetAsync("/api/v1/userinfo")).Json["groups"]!.AsArray().Count);
    }

    /// <summary>As in Argo: a mode that is not asked for is no way in.</summary>
    [Fact]
    public async Task Tokens_Of_Programs_Need_Their_Own_Mode()
    {
        var token = await server.Workflows.CreateTokenAsync(new CreateTokenRequest { Name = "beside-sso", Role = AccessRole.Viewer }, TestContext.Current.CancellationToken);
        await using var alone = await SsoServer.StartAsync(server.Workflows);
        await using var both = await SsoServer.StartAsync(server.Workflows, authentication: GatewayAuthentication.Sso | GatewayAuthentication.Client);
        await using var open = await SsoServer.StartAsync(server.Workflows, authentication: GatewayAuthentication.Sso | GatewayAuthentication.Server);
        (string, string)[] header = [("Authorization", "Bearer " + token.Text)];

        Assert.Equal(401, (await alone.Browser().GetAsync("/api/v1/userinfo", header)).Status);
        Assert.Equal(200, (await both.Browser().GetAsync("/api/v1/userinfo", header)).Status);
        Assert.Equal(401, (await both.Browser().GetAsync("/api/v1/userinfo")).Status);
        Assert.Equal("anonymous", (string?)(await open.Browser().GetAsync("/api/v1/userinfo")).Json["subject"]);
        Assert.Equal("user-4711", (string?)(await (await open.SignedInAsync()).GetAsync("/api/v1/userinfo")).Json["subject"]);
    }

    [Fact]
    public async Task Server_Below_A_Path_Keeps_To_It()
    {
        await using var sso = await SsoServer.StartAsync(server.Workflows, baseHref: "/argo/");
        var browser = sso.Browser();

        var begun = await browser.SignInAsync("/argo/oauth2/redirect");

        Assert.Equal("/argo/", begun.Location?.ToString());
        Assert.Equal("/argo", browser.Session!.Path);
        Assert.Equal(200, (await browser.GetAsync("/argo/api/v1/userinfo")).Status);
        Assert.Equal("/argo/oauth2/redirect", (await sso.Browser().GetAsync("/argo/api/v1/userinfo")).SignIn);
    }

    private static Task<BrowserAnswer> CreateAsync(TestBrowser browser, string space) =>
        browser.SendAsync(HttpMethod.Post, $"/api/v1/workflows/{space}", $$"""{"workflow":{{GatewayFixture.Manifest("sso-")}}}""", ("Origin", SsoServer.Outside));
}
