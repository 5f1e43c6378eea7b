using System.Net;
using System.Security.Cryptography.X509Certificates;
using Krewe.Client;

namespace Krewe.Api;

/// <summary>How a <see cref="HttpGateway"/> listens and whom it lets in.</summary>
public sealed class GatewayOptions
{
    /// <summary>Address to listen on. Default: loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0 for a free one. Default: Argo's.</summary>
    public int Port { get; init; } = 2746;

    /// <summary>Certificate for TLS; null for plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>How callers prove who they are. Default: not at all, which only loopback allows.</summary>
    public GatewayAuthentication Authentication { get; init; }

    /// <summary>What a caller without a token may do under <see cref="GatewayAuthentication.Server"/>; null is refused off loopback.</summary>
    public AccessRole? AnonymousRole { get; init; }

    /// <summary>Requests a second from one address; 0 for no bound. Default: Argo's.</summary>
    public int RequestsPerSecond { get; init; } = 1000;

    /// <summary>Most bytes of one request. Default: Argo's bound for one message.</summary>
    public long MaxRequestBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>Origin whose pages may use the API from a browser (<c>*</c> for any); null for none but our own.</summary>
    public string? AllowedOrigin { get; init; }

    /// <summary>Namespace that user interfaces are told to show (Argo <c>--managed-namespace</c>); empty for all.</summary>
    public string ManagedNamespace { get; init; } = "";

    /// <summary>Whether browsers may call the gRPC services too (grpc-web). Default: no.</summary>
    public bool GrpcWeb { get; init; }

    /// <summary>Single sign-on, for <see cref="GatewayAuthentication.Sso"/>; null for none.</summary>
    public SsoOptions? Sso { get; init; }

    /// <summary>Path that the outer address of everything begins with (Argo <c>--base-href</c>), as <c>/argo/</c>. Default: none.</summary>
    public string BaseHref { get; init; } = "/";

    /// <summary>What tells the time. Default: the machine's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary><see cref="BaseHref"/> without the slash at its end; empty for none.</summary>
    internal string BasePath => BaseHref.TrimEnd('/');

    /// <summary>Whether only this machine can reach the address.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <exception cref="KreweException">The options would open the engine to others.</exception>
    internal void Validate()
    {
        if (!BaseHref.StartsWith('/') || BasePath.Contains("//", StringComparison.Ordinal) || BaseHref.Any(letter => letter is '?' or '#' or '%' or '\\' or <= ' ' or > '~'))
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"base path \"{BaseHref}\": it must be a path such as /argo/");
        }

        if (Authentication.HasFlag(GatewayAuthentication.Sso) && Sso is null)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "single sign-on is asked for and not configured");
        }

        if (IsLoopback)
        {
            return;
        }

        if (Authentication == GatewayAuthentication.Off)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"{Address} can be reached from other machines: use --auth-mode client (tokens), or listen on 127.0.0.1");
        }

        if (Authentication.HasFlag(GatewayAuthentication.Server) && AnonymousRole is null)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"{Address} can be reached from other machines: with --auth-mode server say what callers without a token may do (--anonymous-role viewer)");
        }
    }
}
