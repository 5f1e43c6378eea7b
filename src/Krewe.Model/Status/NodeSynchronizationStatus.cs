namespace Krewe.Model;

/// <summary>Name of the lock that a node waits for.</summary>
public sealed record NodeSynchronizationStatus
{
    public string? Waiting { get; init; }
}
