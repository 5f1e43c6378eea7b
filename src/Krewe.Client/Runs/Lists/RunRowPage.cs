namespace Krewe.Client;

/// <summary>A page of rows.</summary>
public sealed record RunRowPage
{
    /// <summary>The rows.</summary>
    public required IReadOnlyList<RunRow> Items { get; init; }

    /// <summary>Where the next page begins; null when this is the last.</summary>
    public string? Cursor { get; init; }

    /// <summary>How many runs the filter finds on all pages, by phase (runs that have not started are Pending); null unless asked for.</summary>
    public IReadOnlyDictionary<string, long>? Counts { get; init; }

    /// <summary>False when counting stopped at a bound: there are more than <see cref="Counts"/> says. Null when they were not asked for.</summary>
    public bool? CountsAreAll { get; init; }
}
