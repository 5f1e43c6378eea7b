namespace Krewe.Client;

/// <summary>A page of changes.</summary>
public sealed record AuditPage
{
    /// <summary>The changes, the latest first.</summary>
    public required IReadOnlyList<AuditEntry> Items { get; init; }

    /// <summary>Where the next page begins; null when this is the last.</summary>
    public string? Cursor { get; init; }
}
