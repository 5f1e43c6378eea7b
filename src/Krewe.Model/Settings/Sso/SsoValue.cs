namespace Krewe.Model;

/// <summary>A value that is kept elsewhere: in a secret, as in Argo, or in a file.</summary>
public sealed record SsoValue
{
    /// <summary>Name of the secret.</summary>
    public string? Name { get; init; }

    /// <summary>Key in the secret.</summary>
    public string? Key { get; init; }

    /// <summary>File that holds the value and nothing else, in place of a secret (Krewe's own).</summary>
    public string? File { get; init; }

    /// <summary>The value itself, for one that is no secret (Krewe's own).</summary>
    public string? Value { get; init; }
}
