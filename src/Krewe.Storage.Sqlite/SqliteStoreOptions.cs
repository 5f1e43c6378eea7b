namespace Krewe.Storage.Sqlite;

/// <summary>Settings of a <see cref="SqliteStore"/>.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The data folder; made when missing. The store is its file <c>krewe.db</c>.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Connections that read at the same time at most. Default 8.</summary>
    public int MaxReaders { get; init; } = 8;

    /// <summary>Pages of log before SQLite moves them into the main file. Default 4000 (16 MiB).</summary>
    public int CheckpointPages { get; init; } = 4000;

    /// <summary>Pages the file may have at most, as a bound on its size; 0 for none. Default 0.</summary>
    public long MaxPages { get; init; }
}
