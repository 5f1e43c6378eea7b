using Krewe.Client;
using Krewe.Model;
using Microsoft.Extensions.Time.Testing;

namespace Krewe.Api.Tests.Sso;

/// <summary>A gateway whose users sign in at an <see cref="OidcProvider"/>.</summary>
internal sealed class SsoServer : IAsyncDisposable
{
    /// <summary>The outer address, which only browsers of tests know the way to.</summary>
    public const string Outside = "http://krewe.test";

    private readonly List<IDisposable> _owned = [];

    private SsoServer(OidcProvider provider, HttpGateway gateway, FakeTimeProvider time, string folder) => (Provider, Gateway, Time, Folder) = (provider, gateway, time, folder);

    public OidcProvider Provider { get; }

    public HttpGateway Gateway { get; private set; }

    public FakeTimeProvider Time { get; }

    private string Folder { get; }

    public static SsoConfig Config(OidcProvider provider, string path = "") => new()
    {
        Issuer = provider.Issuer,
        ClientId = new SsoValue { Value = OidcProvider.ClientId },
        ClientSecret = new SsoValue { Name = "sso", Key = "client-secret" },
        RedirectUrl = $"{Outside}{path}/oauth2/callback",
        Scopes = ["groups"],
        Rbac = new SsoRbacConfig
        {
            Enabled = true,
            Rules =
            [
                new SsoRule { Rule = "'admins' in groups", Role = "admin" },
                new SsoRule { Groups = ["team-a", "team-b"], Role = "editor", Namespaces = ["team-a"] },
                new SsoRule { Groups = ["team-a"], Role = "viewer", Namespaces = ["argo"] },
            ],
        },
    };

    public static async Task<SsoServer> StartAsync(
        IWorkflowService service, Func<SsoConfig, SsoConfig>? change = null, GatewayAuthentication authentication = GatewayAuthentication.Sso, string baseHref = "/",
        System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null)
    {
        var provider = await OidcProvider.StartAsync(certificate);
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var folder = Directory.CreateTempSubdirectory("krewe-sso-").FullName;
        var config = Config(provider, baseHref.TrimEnd('/'));
        var server = new SsoServer(provider, null!, time, folder) { Settings = change?.Invoke(config) ?? config, Authentication = authentication, BaseHref = baseHref };
        await server.RestartAsync(service);
        return server;
    }

    private SsoConfig Settings { get; init; } = null!;

    private GatewayAuthentication Authentication { get; init; }

    private string BaseHref { get; init; } = "/";

    /// <summary>Another server with the same keys, instead of the one before.</summary>
    public async Task RestartAsync(IWorkflowService service)
    {
        if (Gateway is not null)
        {
            await Gateway.DisposeAsync();
        }

        Gateway = await StartAnotherAsync(service);
    }

    /// <summary>One more server with the same keys, which the caller stops.</summary>
    public Task<HttpGateway> StartAnotherAsync(IWorkflowService service) =>
        HttpGateway.StartAsync(service, new GatewayOptions
        {
            Port = 0,
            Authentication = Authentication,
            AnonymousRole = AccessRole.Viewer,
            Sso = SsoConfigReader.Read(Settings, (name, key) => (name, key) == ("sso", "client-secret") ? System.Text.Encoding.UTF8.GetBytes(OidcProvider.ClientSecret + "\n") : null, KeyFolder),
            Time = Time,
            BaseHref = BaseHref,
        });

    /// <summary>The folder of the keys.</summary>
    public string KeyFolder => Path.Combine(Folder, "keys");

    /// <summary>A browser without cookies, of the server or of another.</summary>
    public TestBrowser Browser(HttpGateway? another = null)
    {
        var browser = new TestBrowser(() => (another ?? Gateway).Address);
        _owned.Add(browser);
        return browser;
    }

    /// <summary>A browser whose user has signed in.</summary>
    public async Task<TestBrowser> SignedInAsync()
    {
        var browser = Browser();
        var answer = await browser.SignInAsync();
        Assert.True(answer.Status == 302, answer.Text);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        _owned.ForEach(owned => owned.Dispose());
        await Gateway.DisposeAsync();
        await Provider.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
