namespace Krewe.Client;

/// <summary>Options of deleting.</summary>
public sealed record DeleteOptions
{
    /// <summary>Delete the run even where artifacts that go with it cannot be deleted; they are left alone.</summary>
    public bool Force { get; init; }
}
