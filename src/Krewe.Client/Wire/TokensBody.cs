namespace Krewe.Client.Wire;

/// <summary>A list of tokens.</summary>
public sealed record TokensBody
{
    public IReadOnlyList<ServiceToken>? Items { get; init; }
}
