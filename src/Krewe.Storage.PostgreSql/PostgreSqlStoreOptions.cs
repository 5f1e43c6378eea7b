namespace Krewe.Storage.PostgreSql;

/// <summary>Settings of a <see cref="PostgreSqlStore"/>.</summary>
public sealed class PostgreSqlStoreOptions
{
    /// <summary>How to reach the database, as Npgsql writes it, TLS settings included (<c>SSL Mode</c>, <c>Root Certificate</c>).</summary>
    public required string ConnectionString { get; init; }

    /// <summary>File that holds the password and nothing else; read at every new connection, so that it may change. Null when the connection string says it.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>How long opening, reading and writing go on trying while the database cannot be reached. Default one minute.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Connections beside the writer at most. Default 16.</summary>
    public int MaxConnections { get; init; } = 16;

    /// <summary>
    /// Refuses to open while another store that was opened so has the schema. For an engine that knows of no others; two of
    /// them would do no harm to runs, which are fenced, but each would start the other's steps. Default false.
    /// </summary>
    public bool Exclusive { get; init; }

    /// <summary>Refuses to open while an <see cref="Exclusive"/> store has the schema, and keeps such a store out. For a silo of a cluster. Default false.</summary>
    public bool Shared { get; init; }
}
