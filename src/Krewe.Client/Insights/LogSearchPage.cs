namespace Krewe.Client;

/// <summary>What a search in logs found. A search ends after a few seconds; <see cref="Continue"/> takes it up again.</summary>
public sealed record LogSearchPage
{
    /// <summary>The lines, by node and then by number.</summary>
    public IReadOnlyList<LogSearchHit> Items { get; init; } = [];

    /// <summary>Where to go on; null when everything has been looked through.</summary>
    public string? Continue { get; init; }

    /// <summary>IDs of nodes whose logs could not be read, since their host is not there.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}
