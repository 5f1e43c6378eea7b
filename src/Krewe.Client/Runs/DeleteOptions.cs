namespace Krewe.Client;

/// <summary>Options of deleting.</summary>
public sealed record DeleteOptions
{
    /// <summary>Do not wait for finalizers.</summary>
    public bool Force { get; init; }
}
