using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Krewe.Api;
using Krewe.Client;

namespace Krewe.Cli.Commands.Engine;

/// <summary>Options by which <c>krewe server</c> listens on the network.</summary>
internal sealed class GatewayFlags
{
    private readonly Option<int?> _port = new("--port", "-p") { Description = "Also serve Argo's API on this port (Argo's clients expect 2746; 0 takes a free one)", HelpName = "port" };
    private readonly Option<string?> _address = new("--address") { Description = "Address to listen on (default 127.0.0.1)", HelpName = "ip" };
    private readonly Option<string[]> _authMode = new("--auth-mode") { Description = "off (this machine only), client (a token on every request), server (a token is optional), sso (users sign in; section sso of config.yaml); several with commas, or repeated", HelpName = "mode" };
    private readonly Option<string?> _anonymousRole = new("--anonymous-role") { Description = "With --auth-mode server: what callers without a token may do (viewer, runner, editor, admin)", HelpName = "role" };
    private readonly Option<string?> _certificate = new("--tls-certificate") { Description = "Certificate (PEM) to serve by HTTPS", HelpName = "file" };
    private readonly Option<string?> _key = new("--tls-key") { Description = "Private key (PEM) of the certificate", HelpName = "file" };
    private readonly Option<int?> _rate = new("--api-rate-limit") { Description = "Requests a second from one address (default 1000, 0 for no limit)", HelpName = "n" };
    private readonly Option<string?> _origin = new("--access-control-allow-origin") { Description = "Origin whose web pages may use the API", HelpName = "origin" };
    private readonly Option<bool> _grpcWeb = new("--grpc-web") { Description = "Let web pages call the gRPC services too" };
    private readonly Option<string?> _baseHref = new("--base-href") { Description = "Path that everything is below, such as /argo/ (default $BASE_HREF or /)", HelpName = "path" };
    private readonly Option<string?> _managedNamespace = new("--managed-namespace") { Description = "Namespace that user interfaces are told to show", HelpName = "name" };

    public void AddTo(Command command)
    {
        command.Options.Add(_port);
        command.Options.Add(_address);
        command.Options.Add(_authMode);
        command.Options.Add(_anonymousRole);
        command.Options.Add(_certificate);
        command.Options.Add(_key);
        command.Options.Add(_rate);
        command.Options.Add(_origin);
        command.Options.Add(_grpcWeb);
        command.Options.Add(_baseHref);
        command.Options.Add(_managedNamespace);
    }

    /// <summary>How to listen; null when no port is asked for.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="sso">Reads the configuration of single sign-on, when that is asked for.</param>
    public GatewayOptions? Read(Invocation invocation, Func<SsoOptions> sso)
    {
        if (invocation.Get(_port) is not { } port)
        {
            return null;
        }

        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"--port: {port} is not a port");
        }

        var given = invocation.Get(_address) ?? "127.0.0.1";
        var address = IPAddress.TryParse(given, out var found) ? found : throw new KreweException(KreweErrorCode.InvalidArgument, $"--address: \"{given}\" is not an IP address");
        var authentication = Authentication(invocation.Get(_authMode) ?? []);
        return new GatewayOptions
        {
            Address = address,
            Port = port,
            Authentication = authentication,
            Sso = authentication.HasFlag(GatewayAuthentication.Sso) ? sso() : null,
            BaseHref = BaseHref(invocation),
            AnonymousRole = invocation.Get(_anonymousRole) is { } role ? Word(role, "--anonymous-role", AccessRole.None) : null,
            Certificate = Certificate(invocation.Get(_certificate), invocation.Get(_key)),
            RequestsPerSecond = invocation.Get(_rate) ?? 1000,
            AllowedOrigin = invocation.Get(_origin),
            ManagedNamespace = invocation.Get(_managedNamespace) ?? "",
            GrpcWeb = invocation.Get(_grpcWeb),
        };
    }

    private string BaseHref(Invocation invocation)
    {
        // Argo's server reads BASE_HREF, as every flag of its.
        var given = invocation.Get(_baseHref) ?? invocation.Context.Environment("BASE_HREF");
        return given is { Length: > 0 } ? given : "/";
    }

    private static GatewayAuthentication Authentication(IReadOnlyList<string> given)
    {
        var modes = given.SelectMany(mode => mode.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(mode => Word(mode, "--auth-mode", GatewayAuthentication.Off)).ToList();
        return modes.Count > 1 && modes.Contains(GatewayAuthentication.Off)
            ? throw new KreweException(KreweErrorCode.InvalidArgument, "--auth-mode: off cannot be combined with others")
            : modes.Aggregate(GatewayAuthentication.Off, (all, mode) => all | mode);
    }

    private static T Word<T>(string? given, string flag, T otherwise)
        where T : struct, Enum
    {
        if (given is null)
        {
            return otherwise;
        }

        return Enum.TryParse<T>(given, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(given[0])
            ? value
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"{flag}: \"{given}\" is none of {string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()))}");
    }

    private static X509Certificate2? Certificate(string? certificate, string? key)
    {
        if (certificate is null)
        {
            return key is null ? null : throw new KreweException(KreweErrorCode.InvalidArgument, "--tls-key needs --tls-certificate");
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception exception) when (exception is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"--tls-certificate: {certificate} cannot be used: {exception.Message}", exception);
        }
    }
}
