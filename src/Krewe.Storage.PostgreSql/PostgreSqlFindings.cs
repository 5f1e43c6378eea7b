namespace Krewe.Storage.PostgreSql;

/// <summary>What a database is like, for those who check a deployment.</summary>
public sealed record PostgreSqlFindings
{
    /// <summary>The database in words, without user and password.</summary>
    public required string Where { get; init; }

    /// <summary>Version of the server.</summary>
    public required Version Version { get; init; }

    /// <summary>Whether the version has what is used.</summary>
    public bool IsSupported => Version.Major >= PostgreSqlDatabase.OldestVersion;

    /// <summary>The server's clock, in the middle of the time that asking took.</summary>
    public DateTimeOffset Clock { get; init; }

    /// <summary>This machine's clock at that moment.</summary>
    public DateTimeOffset OwnClock { get; init; }

    /// <summary>Time of a question and its answer.</summary>
    public TimeSpan RoundTrip { get; init; }

    /// <summary>Whether it can only be read.</summary>
    public bool IsStandby { get; init; }

    /// <summary>Setting <c>fsync</c>.</summary>
    public required string Fsync { get; init; }

    /// <summary>Setting <c>full_page_writes</c>.</summary>
    public required string FullPageWrites { get; init; }

    /// <summary>Setting <c>synchronous_commit</c>, as the sessions of a store have it.</summary>
    public required string SynchronousCommit { get; init; }

    /// <summary>Connections that users may have, all together.</summary>
    public int MaxConnections { get; init; }

    /// <summary>Connections that there are.</summary>
    public int UsedConnections { get; init; }

    /// <summary>Connections that a server of a cluster has at most.</summary>
    public int ConnectionsPerServer { get; init; }

    /// <summary>The schema that is used; null when there is none of that name.</summary>
    public string? Schema { get; init; }

    /// <summary>Whether the user may use it.</summary>
    public bool MayUse { get; init; }

    /// <summary>Whether the user may make tables in it.</summary>
    public bool MayCreate { get; init; }

    /// <summary>Number of the last migration that was done; 0 for none.</summary>
    public int Migration { get; init; }

    /// <summary>Number of the last migration that this program knows.</summary>
    public int NewestMigration { get; init; }

    /// <summary>Servers that were ever told of and are not forgotten yet.</summary>
    public IReadOnlyList<PostgreSqlSilo> Silos { get; init; } = [];
}
