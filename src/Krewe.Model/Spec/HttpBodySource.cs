namespace Krewe.Model;

/// <summary>Body given as bytes (base64 in JSON).</summary>
public sealed record HttpBodySource
{
    public string? Bytes { get; init; }
}
