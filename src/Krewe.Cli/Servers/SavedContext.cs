namespace Krewe.Cli.Servers;

/// <summary>A server under a name.</summary>
internal sealed record SavedContext
{
    public required string Server { get; init; }

    public string? Namespace { get; init; }

    public string? Token { get; init; }

    public string? CertificateAuthority { get; init; }

    public bool InsecureSkipVerify { get; init; }
}
