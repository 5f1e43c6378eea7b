using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Krewe.Api.Tests.Sso;

/// <summary>Keeps cookies and follows one redirect at a time. The server's outer address leads to the gateway, as a proxy would.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;
    private readonly Uri _outside;

    /// <param name="gateway">Where the server listens now.</param>
    /// <param name="outside">The outer address, under which its users know it.</param>
    public TestBrowser(Func<Uri> gateway, string outside = SsoServer.Outside)
    {
        _outside = new Uri(outside);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = _cookies,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                var isOurs = (context.DnsEndPoint.Host, context.DnsEndPoint.Port) == (_outside.Host, _outside.Port);
                await socket.ConnectAsync(isOurs ? new IPEndPoint(IPAddress.Loopback, gateway().Port) : context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        { BaseAddress = _outside };
    }

    /// <summary>The cookie with the session; null when there is none.</summary>
    public Cookie? Session => Cookies["authorization"];

    public string Token => WebUtility.UrlDecode(Session!.Value);

    private CookieCollection Cookies => _cookies.GetCookies(new Uri(_outside, "/argo/oauth2/callback"));

    /// <summary>From the server to the provider and back.</summary>
    public async Task<BrowserAnswer> SignInAsync(string begin = "/oauth2/redirect") => await FollowAsync(await FollowAsync(await SendAsync(HttpMethod.Get, begin)));

    public async Task<BrowserAnswer> FollowAsync(BrowserAnswer answer)
    {
        Assert.True(answer is { Status: 302, Location: not null }, $"{answer.Status} {answer.Text}");
        return await SendAsync(HttpMethod.Get, answer.Location.ToString());
    }

    public async Task<BrowserAnswer> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new BrowserAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers.Location)
        {
            SetCookies = response.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set] : [],
            SignIn = response.Headers.TryGetValues("Krewe-Sign-In", out var where) ? where.Single() : null,
        };
    }

    public Task<BrowserAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Forgets the session.</summary>
    public void Forget() => Session!.Expired = true;

    public void Dispose() => _http.Dispose();
}
