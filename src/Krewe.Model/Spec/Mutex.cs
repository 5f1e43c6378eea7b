namespace Krewe.Model;

/// <summary>A lock with one holder.</summary>
public sealed record Mutex
{
    public string? Name { get; init; }
    public string? Namespace { get; init; }
    public bool? Database { get; init; }
}
