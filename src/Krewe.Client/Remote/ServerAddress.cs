namespace Krewe.Client;

/// <summary>Where a server is and how to come in.</summary>
public sealed record ServerAddress
{
    /// <summary>Scheme, host, port and, behind a proxy, a path (Argo <c>--argo-base-href</c>); ends with a slash.</summary>
    public required Uri Address { get; init; }

    /// <summary>What is sent as <c>Authorization</c>; a token without a scheme is a bearer token. Null sends nothing.</summary>
    public string? Token { get; init; }

    /// <summary>Further headers of each request (Argo <c>--header</c>).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Takes any certificate of the server (Argo <c>--insecure-skip-verify</c>).</summary>
    public bool TrustsAnyCertificate { get; init; }

    /// <summary>PEM file of the authorities that the server's certificate may come from; null for those of the system.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>PEM file of a certificate to show to the server.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>PEM file of the key of <see cref="ClientCertificate"/>.</summary>
    public string? ClientKey { get; init; }

    /// <summary>Proxy to go through; null for what the system says.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Reads an address as Argo's <c>ARGO_SERVER</c> has it, <c>host:port</c>, or a whole URL.</summary>
    /// <param name="text">The address.</param>
    /// <param name="secure">Whether an address without a scheme means HTTPS.</param>
    /// <param name="basePath">Path that all requests begin with; null for none.</param>
    /// <exception cref="KreweException">It is no address.</exception>
    public static Uri Parse(string text, bool secure = true, string? basePath = null)
    {
        var whole = text.Contains("://", StringComparison.Ordinal) ? text : $"{(secure ? "https" : "http")}://{text}";
        if (!Uri.TryCreate(whole, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0
            || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"\"{text}\" is no address of a server: host:port or a URL such as https://krewe.example:2746 is");
        }

        var path = string.Join('/', new[] { address.AbsolutePath.Trim('/'), basePath?.Trim('/') ?? "" }.Where(part => part.Length > 0));
        return new Uri(address.GetLeftPart(UriPartial.Authority) + (path.Length == 0 ? "/" : $"/{path}/"));
    }
}
