using System.CommandLine;
using Krewe.Client;

namespace Krewe.Cli.Servers;

/// <summary>Options, with Argo's names and variables, that say which server commands talk to.</summary>
internal sealed class ServerFlags
{
    private readonly Option<string?> _server = new("--server", "-s", "--argo-server") { Description = "Talk to this server, host:port or a URL (default $ARGO_SERVER, else the context in use, else this machine's engine)", Recursive = true, HelpName = "address" };
    private readonly Option<string?> _token = new("--token") { Description = "Token for the server (default $ARGO_TOKEN)", Recursive = true, HelpName = "token" };
    private readonly Option<string?> _context = new("--context") { Description = "Use a saved server (krewe context list), or \"local\"", Recursive = true, HelpName = "name" };
    private readonly Option<bool> _secure = new("--secure", "-e") { Description = "An address without a scheme means HTTPS (default $ARGO_SECURE, else true)", Recursive = true, Hidden = true, DefaultValueFactory = static _ => true };
    private readonly Option<bool> _skipVerify = new("--insecure-skip-verify", "-k") { Description = "Take any certificate of the server", Recursive = true, Hidden = true };
    private readonly Option<string?> _authority = new("--certificate-authority") { Description = "PEM file with the authority of the server's certificate", Recursive = true, Hidden = true, HelpName = "file" };
    private readonly Option<string?> _certificate = new("--client-certificate") { Description = "PEM file of a client certificate", Recursive = true, Hidden = true, HelpName = "file" };
    private readonly Option<string?> _key = new("--client-key") { Description = "PEM file of its key", Recursive = true, Hidden = true, HelpName = "file" };
    private readonly Option<string?> _basePath = new("--argo-base-href") { Description = "Path of the server behind a proxy", Recursive = true, Hidden = true, HelpName = "path" };
    private readonly Option<string[]> _headers = new("--header", "-H") { Description = "Further header of each request, \"name: value\"", Recursive = true, Hidden = true, HelpName = "header" };
    private readonly Option<string?> _proxy = new("--proxy-url") { Description = "Proxy to the server", Recursive = true, Hidden = true, HelpName = "url" };

    public void AddTo(RootCommand root)
    {
        Option[] all = [_server, _token, _context, _secure, _skipVerify, _authority, _certificate, _key, _basePath, _headers, _proxy];
        foreach (var option in all)
        {
            root.Options.Add(option);
        }
    }

    /// <summary>The server that the command line names, else the environment, else the context in use.</summary>
    /// <exception cref="KreweException">What is named makes no sense.</exception>
    public ServerChoice Choose(Invocation invocation)
    {
        var environment = invocation.Context.Environment;
        if (invocation.Get(_server) is { Length: > 0 } given)
        {
            return invocation.HasData
                ? throw new KreweException(KreweErrorCode.InvalidArgument, "--server and --data are two engines; name one")
                : new ServerChoice(Named(invocation, given));
        }

        if (invocation.Get(_context) is { Length: > 0 } name)
        {
            return name == ContextFile.Local ? ServerChoice.Here : Saved(invocation, new ContextFile(environment).Read(), name);
        }

        if (invocation.HasData)
        {
            return ServerChoice.Here;
        }

        if (environment("ARGO_SERVER") is { Length: > 0 } usual)
        {
            return new ServerChoice(Named(invocation, usual));
        }

        if (environment("KREWE_DATA") is { Length: > 0 })
        {
            return ServerChoice.Here;
        }

        var contexts = new ContextFile(environment).Read();
        return contexts.Current is { } current ? Saved(invocation, contexts, current) : ServerChoice.Here;
    }

    /// <summary>What <c>context set</c> saves: only what stands on the command line, and the token of the environment.</summary>
    public SavedContext ToSave(Invocation invocation)
    {
        var text = invocation.Get(_server) is { Length: > 0 } given ? given : throw new KreweException(KreweErrorCode.InvalidArgument, "--server says where the context leads to");
        var server = Named(invocation, text);
        return new SavedContext
        {
            Server = server.Address.ToString(),
            Namespace = invocation.GivenNamespace,
            Token = server.Token,
            CertificateAuthority = server.CertificateAuthority is { } file ? Path.GetFullPath(file) : null,
            InsecureSkipVerify = server.TrustsAnyCertificate,
        };
    }

    private ServerChoice Saved(Invocation invocation, SavedContexts contexts, string name)
    {
        if (!contexts.Contexts.TryGetValue(name, out var saved))
        {
            throw new KreweException(KreweErrorCode.NotFound, $"there is no context \"{name}\"; krewe context list shows those there are");
        }

        var server = Named(invocation, saved.Server);
        return new ServerChoice(
            server with
            {
                Token = invocation.Get(_token) ?? saved.Token ?? server.Token,
                CertificateAuthority = server.CertificateAuthority ?? saved.CertificateAuthority,
                TrustsAnyCertificate = server.TrustsAnyCertificate || saved.InsecureSkipVerify,
            },
            saved.Namespace);
    }

    private ServerAddress Named(Invocation invocation, string address)
    {
        var environment = invocation.Context.Environment;
        var secure = invocation.Has(_secure) ? invocation.Get(_secure) : !IsFalse(environment("ARGO_SECURE"));
        return new ServerAddress
        {
            Address = ServerAddress.Parse(address, secure, invocation.Get(_basePath) ?? environment("ARGO_BASE_HREF")),
            Token = invocation.Get(_token) ?? environment("ARGO_TOKEN"),
            Headers = [.. (invocation.Get(_headers) ?? []).Select(Header)],
            TrustsAnyCertificate = invocation.Get(_skipVerify) || IsTrue(environment("ARGO_INSECURE_SKIP_VERIFY")),
            CertificateAuthority = invocation.Get(_authority),
            ClientCertificate = invocation.Get(_certificate),
            ClientKey = invocation.Get(_key),
            Proxy = invocation.Get(_proxy) is { } proxy ? ServerAddress.Parse(proxy, secure: false) : null,
        };
    }

    private static KeyValuePair<string, string> Header(string text)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && !text.AsSpan().ContainsAny('\r', '\n')
            ? KeyValuePair.Create(text[..at].Trim(), text[(at + 1)..].Trim())
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"--header needs \"name: value\", got \"{text}\"");
    }

    private static bool IsTrue(string? text) => text is "1" or "t" or "T" or "TRUE" or "true" or "True";

    private static bool IsFalse(string? text) => text is "0" or "f" or "F" or "FALSE" or "false" or "False";
}
