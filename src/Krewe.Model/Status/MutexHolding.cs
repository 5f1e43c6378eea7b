namespace Krewe.Model;

/// <summary>Holder of one mutex.</summary>
public sealed record MutexHolding
{
    public string? Mutex { get; init; }
    public string? Holder { get; init; }
}
