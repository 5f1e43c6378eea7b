using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Krewe.Client;

/// <summary>HTTP clients that reach an engine.</summary>
internal static class RemoteConnections
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    public static HttpClient OverSocket(string socketPath)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            PooledConnectionIdleTimeout = Idle,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri("http://krewe"), Timeout = Timeout.InfiniteTimeSpan };
    }

    public static HttpClient To(ServerAddress server)
    {
        var handler = new SocketsHttpHandler { PooledConnectionIdleTimeout = Idle, ConnectTimeout = TimeSpan.FromSeconds(15), AllowAutoRedirect = false };
        if (server.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy);
        }

        if (server.Address.Scheme == Uri.UriSchemeHttps)
        {
            Secure(handler.SslOptions, server);
        }

        // Timeouts are the callers': streams go on for as long as they are read.
        var http = new HttpClient(handler) { BaseAddress = server.Address, Timeout = Timeout.InfiniteTimeSpan };
        if (server.Token is { Length: > 0 } token)
        {
            Add("Authorization", token.Contains(' ', StringComparison.Ordinal) ? token : $"Bearer {token}");
        }

        foreach (var (name, value) in server.Headers)
        {
            Add(name, value);
        }

        return http;

        void Add(string name, string value)
        {
            if (!http.DefaultRequestHeaders.TryAddWithoutValidation(name, value.Trim()))
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, $"\"{name}\" cannot be a header of a request");
            }
        }
    }

    private static void Secure(SslClientAuthenticationOptions options, ServerAddress server)
    {
        if (server.ClientCertificate is { } certificate)
        {
            options.ClientCertificates = [Load(certificate, () => X509Certificate2.CreateFromPemFile(certificate, server.ClientKey))];
        }

        if (server.TrustsAnyCertificate)
        {
#pragma warning disable CA5359 // What --insecure-skip-verify asks for by name.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (server.CertificateAuthority is { } authority)
        {
            var roots = new X509Certificate2Collection();
            _ = Load(authority, () =>
            {
                roots.ImportFromPemFile(authority);
                return true;
            });
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(roots);
            options.CertificateChainPolicy = policy;
        }
    }

    private static T Load<T>(string file, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception exception) when (exception is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"the certificate {file} cannot be used: {exception.Message}", exception);
        }
    }
}
