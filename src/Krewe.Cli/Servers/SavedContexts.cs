namespace Krewe.Cli.Servers;

/// <summary>All contexts of a user.</summary>
internal sealed record SavedContexts
{
    /// <summary>The one in use; null for the engine of this machine.</summary>
    public string? Current { get; init; }

    public SortedDictionary<string, SavedContext> Contexts { get; init; } = new(StringComparer.Ordinal);
}
