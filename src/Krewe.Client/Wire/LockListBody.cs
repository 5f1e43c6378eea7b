namespace Krewe.Client.Wire;

/// <summary>A list of locks as it travels.</summary>
public sealed record LockListBody
{
    public IReadOnlyList<LockInfo>? Items { get; init; }
}
