namespace Krewe.Model;

/// <summary>Key of a limit in the database.</summary>
public sealed record SyncDatabaseRef
{
    public string? Key { get; init; }
}
