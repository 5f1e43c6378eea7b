using Krewe.Client;
using Krewe.Testing;

namespace Krewe.Api.Tests.Sso;

/// <summary>Single sign-on of <c>krewe server</c> as users start it: a process, its <c>config.yaml</c>, its folder of secrets, a provider.</summary>
public sealed class SsoProcessTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateDirectory($"/var/tmp/krewe-sso-{Guid.NewGuid():n}").FullName;
    private OidcProvider _provider = null!;
    private ServerProcess _server = null!;
    private Uri _outside = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Origin => _outside.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync()
    {
        _provider = await OidcProvider.StartAsync();
        var port = FreePorts.Of(1)[0];
        _outside = new Uri($"http://127.0.0.1:{port}");
        var (data, secrets) = (Path.Combine(_folder, "data"), Path.Combine(_folder, "secrets"));
        Directory.CreateDirectory(data);
        Directory.CreateDirectory(Path.Combine(secrets, "argo-server-sso"));
        await File.WriteAllTextAsync(Path.Combine(secrets, "argo-server-sso", "client-id"), OidcProvider.ClientId + "\n", Token);
        await File.WriteAllTextAsync(Path.Combine(_folder, "client-secret"), OidcProvider.ClientSecret + "\n", Token);
        await File.WriteAllTextAsync(
            Path.Combine(data, "config.yaml"),
            $$"""
            sso:
              issuer: {{_provider.Issuer}}
              clientId: {name: argo-server-sso, key: client-id}
              clientSecret: {file: {{Path.Combine(_folder, "client-secret")}}}
              redirectUrl: {{Origin}}/oauth2/callback
              scopes: [groups, email, profile, offline_access]
              sessionExpiry: 10h
              rbac:
                enabled: true
                rules:
                  - {rule: "'admins' in groups", role: admin}
                  - {groups: [makers], role: editor, namespaces: [argo]}
                  - {groups: [lookers], role: viewer, namespaces: [argo]}
            """,
            Token);
        _server = new ServerProcess(new DataFolder(data), "--port", $"{port}", "--auth-mode", "sso", "--secrets", secrets);
        _server.Launch();
        Assert.Equal(Origin, (await _server.ListeningAsync(Token)).GetLeftPart(UriPartial.Authority));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task User_Signs_In_Does_What_Their_Groups_Allow_Is_Asked_After_Again_And_Signs_Out()
    {
        _provider.Groups = ["lookers"];
        _provider.ExpiresIn = 1;
        using var browser = new TestBrowser(() => _outside, Origin);

        // Nobody yet: refused, with the way in; and the page that shows that way needs nobody.
        var before = await browser.GetAsync("/api/v1/workflows/argo");
        Assert.Equal((401, "/oauth2/redirect"), (before.Status, before.SignIn));
        Assert.Equal(200, (await browser.GetAsync("/")).Status);

        // To the provider: code flow with PKCE, state and nonce, and the scopes that were configured.
        var toProvider = await browser.GetAsync("/oauth2/redirect?redirect=/workflows%3Fnamespace%3Dargo");
        Assert.StartsWith(_provider.Issuer + "/authorize?", toProvider.Location?.ToString(), StringComparison.Ordinal);
        var back = await browser.FollowAsync(toProvider);
        Assert.Equal(
            ("code", "S256", "openid groups email profile offline_access", Origin + "/oauth2/callback", OidcProvider.ClientId),
            (Asked("response_type"), Asked("code_challenge_method"), Asked("scope"), Asked("redirect_uri"), Asked("client_id")));
        Assert.All(["code_challenge", "state", "nonce"], name => Assert.True(Asked(name).Length >= 32));

        // And back: a cookie that no script sees, and the page that was wanted.
        var signedIn = await browser.FollowAsync(back);
        Assert.Equal((302, "/workflows?namespace=argo"), (signedIn.Status, signedIn.Location?.ToString()));
        var cookie = Assert.Single(signedIn.SetCookies, set => set.StartsWith("authorization=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        var first = browser.Token;

        // A viewer looks and changes nothing.
        var user = (await browser.GetAsync("/api/v1/userinfo")).Json;
        Assert.Equal(("user-4711", "lookers"), ((string?)user["subject"], (string?)user["groups"]![0]));
        Assert.Equal(200, (await browser.GetAsync("/api/v1/workflows/argo")).Status);
        Assert.Equal(403, (await browser.GetAsync("/api/v1/workflows/other")).Status);
        var refused = await SubmitAsync(browser, Origin);
        Assert.Equal(403, refused.Status);
        Assert.StartsWith("user-4711 is viewer in namespace \"argo\"; this needs the role", (string?)refused.Json["message"], StringComparison.Ordinal);

        // The provider's tokens run out: it is asked again, and the new groups count.
        _provider.Groups = ["makers"];
        await Poll.UntilAsync(async () => (string?)(await browser.GetAsync("/api/v1/userinfo")).Json["groups"]![0] == "makers", Token);
        Assert.True(_provider.Refreshes > 0);
        Assert.NotEqual(first, browser.Token);

        // An editor submits, from our own pages alone.
        Assert.Equal(403, (await SubmitAsync(browser, "http://evil.example")).Status);
        var submitted = await SubmitAsync(browser, Origin);
        Assert.True(submitted.Status == 200, submitted.Text);
        Assert.Equal("user-4711", (string?)submitted.Json["metadata"]!["labels"]!["workflows.argoproj.io/creator"]);
        var ended = await _server.Client.WatchAsync(new RunRef("argo", (string)submitted.Json["metadata"]!["name"]!), new WatchOptions(), Token).LastAsync(Token);
        Assert.Equal("Succeeded", ended.Object.Status!.Phase);

        // Signed out, none of the session's tokens is good any more, nor after a restart.
        var last = browser.Token;
        var signedOut = await browser.SendAsync(HttpMethod.Post, "/oauth2/logout", null, ("Origin", Origin));
        Assert.Equal((200, _provider.Issuer + "/bye"), (signedOut.Status, (string?)signedOut.Json["endSessionUrl"]));
        Assert.Null(browser.Session);
        Assert.Equal([401, 401, 401], await StatusesAsync(null, first, last));
        using var another = new TestBrowser(() => _outside, Origin);
        await another.SignInAsync();
        Assert.Equal(0, await _server.StopAsync());
        _server.Launch();
        await _server.ListeningAsync(Token);
        Assert.Equal([401, 401, 200], await StatusesAsync(first, last, another.Token));
    }

    [Fact]
    public async Task User_Without_A_Role_And_Wrong_Settings_Are_Told()
    {
        _provider.Groups = ["guests"];
        using var browser = new TestBrowser(() => _outside, Origin);

        var refused = await browser.SignInAsync();
        Assert.Equal(403, refused.Status);
        Assert.Contains("no rule of sso.rbac.rules allows anything; groups: guests", refused.Text, StringComparison.Ordinal);

        await _server.StopAsync();
        File.Delete(Path.Combine(_folder, "client-secret"));
        _server.Launch();
        Assert.NotEqual(0, await _server.WaitForEndAsync());
        await Poll.UntilAsync(() => _server.Said.Contains("config.yaml: single sign-on: sso.clientSecret: Could not find file", StringComparison.Ordinal), Token);
    }

    private string Asked(string name) => _provider.Asked![name].ToString();

    private static Task<BrowserAnswer> SubmitAsync(TestBrowser browser, string origin) =>
        browser.SendAsync(HttpMethod.Post, "/api/v1/workflows/argo", $$"""{"workflow":{{GatewayFixture.Manifest("sso-")}}}""", ("Origin", origin));

    /// <summary>What programs get that come with tokens of sessions, or with none.</summary>
    private async Task<IReadOnlyList<int>> StatusesAsync(params string?[] tokens)
    {
        var statuses = new List<int>();
        foreach (var token in tokens)
        {
            using var nobody = new TestBrowser(() => _outside, Origin);
            statuses.Add((await nobody.GetAsync("/api/v1/userinfo", token is null ? [] : [("Authorization", "Bearer " + token)])).Status);
        }

        return statuses;
    }
}
