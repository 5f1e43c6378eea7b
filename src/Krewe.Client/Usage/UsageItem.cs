namespace Krewe.Client;

/// <summary>One group of usage.</summary>
public sealed record UsageItem
{
    /// <summary>
    /// What the group has in common, by grouping. Spans of time are their first day. A part that runs do not have is empty; the kind
    /// of a <c>template</c> stands beside it as <c>templateKind</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Group { get; init; }

    /// <summary>How much it used.</summary>
    public required UsageNumbers Usage { get; init; }
}
