using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>The store in one file of a data folder: one writer on its own thread, readers beside it.</summary>
/// <remarks>
/// Write-ahead log with a sync at every commit: what is acknowledged survives a power cut, what is not leaves no trace.
/// The folder belongs to one process at a time.
/// </remarks>
public sealed partial class SqliteStore : IKreweStore
{
    /// <summary>Name of the file in the data folder.</summary>
    public const string FileName = "krewe.db";

    private readonly DataFolderLock _lock;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly SqliteRunWriter _runs;
    private readonly SqliteObjectWriter _objects;
    private readonly SqliteCronWriter _crons;
    private readonly SqliteAuditWriter _audit;
    private readonly SqliteChangeNumbers _changes;
    private readonly TimeProvider _time;
    private int _disposed;

    private SqliteStore(DataFolderLock folderLock, SqliteConnection connection, SqliteStoreOptions options, string path, TimeProvider time)
    {
        _lock = folderLock;
        _time = time;
        _changes = new SqliteChangeNumbers(connection);
        _runs = new SqliteRunWriter(connection, _changes, time);
        _objects = new SqliteObjectWriter(connection, _changes, time);
        _crons = new SqliteCronWriter(connection);
        _audit = new SqliteAuditWriter(connection);
        _writer = new SqliteWriter(connection, path);
        _readers = new SqliteReaders(ConnectionString(path, SqliteOpenMode.ReadOnly), path, options.MaxReaders);
        DatabasePath = path;
    }

    /// <summary>The file.</summary>
    public string DatabasePath { get; }

    /// <summary>Opens the store, making folder and file when missing and bringing the schema up to date.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Observed before anything is opened.</param>
    /// <exception cref="StorageException">It cannot be opened; the message says why and who is in the way.</exception>
    public static Task<SqliteStore> OpenAsync(SqliteStoreOptions options, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.DataFolder, nameof(options));
        return Task.Run(() => Open(options, time ?? TimeProvider.System), cancellationToken);
    }

    /// <summary>Finishes what was handed in, closes the file and frees the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await Task.Run(Close).ConfigureAwait(false);
        }
    }

    private static SqliteStore Open(SqliteStoreOptions options, TimeProvider time)
    {
        var folder = Path.GetFullPath(options.DataFolder);
        var path = Path.Combine(folder, FileName);
        DataFolderLock? folderLock = null;
        SqliteConnection? connection = null;
        try
        {
            if (File.Exists(folder))
            {
                throw new StorageException($"data folder '{folder}' is a file: give a folder");
            }

            Directory.CreateDirectory(folder);
            folderLock = DataFolderLock.Take(folder, time);
            connection = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadWriteCreate));
            connection.Open();
            SetUp(connection, options);
            SqliteSchema.Migrate(connection, path, time);
            return new SqliteStore(folderLock, connection, options, path, time);
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            folderLock?.Dispose();
            if (exception is UnauthorizedAccessException or IOException)
            {
                throw new StorageException($"data folder '{folder}' cannot be used: {exception.Message}", exception);
            }

            if (SqliteErrors.Translate(exception, path) is StorageException told && told != exception)
            {
                throw told;
            }

            throw;
        }
    }

    private static void SetUp(SqliteConnection connection, SqliteStoreOptions options)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            pragma journal_mode = wal;
            pragma synchronous = full;
            pragma busy_timeout = 5000;
            pragma wal_autocheckpoint = {options.CheckpointPages};
            pragma cache_size = -65536;
            pragma temp_store = memory;
            {(options.MaxPages > 0 ? $"pragma max_page_count = {options.MaxPages};" : "")}
            """;
        command.ExecuteNonQuery();
    }

    // Not pooled: the store keeps its connections itself, and a pool would hold the file open after disposal.
    private static string ConnectionString(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString();

    private void Close()
    {
        _readers.Dispose();
        _writer.Dispose();
        _runs.Dispose();
        _objects.Dispose();
        _crons.Dispose();
        _audit.Dispose();
        _lock.Dispose();
    }
}
