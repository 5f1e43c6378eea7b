namespace Krewe.Model;

/// <summary>Extra parameter of the token request.</summary>
public sealed record OAuth2EndpointParam
{
    public string? Key { get; init; }
    public string? Value { get; init; }
}
