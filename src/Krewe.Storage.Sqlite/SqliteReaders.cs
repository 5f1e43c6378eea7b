using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>Connections that read, lent out one piece of work at a time on the thread pool; each reads one moment.</summary>
internal sealed class SqliteReaders(string connectionString, string path, int limit) : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _places = new(limit);

    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(work), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        _places.Dispose();
    }

    private T Read<T>(Func<SqliteConnection, T> work)
    {
        if (!_idle.TryTake(out var connection))
        {
            connection = new SqliteConnection(connectionString);
        }

        try
        {
            if (connection.State != System.Data.ConnectionState.Open)
            {
                connection.Open();
            }

            T result;
            using (connection.BeginTransaction(deferred: true))
            {
                result = work(connection);
            }

            _idle.Add(connection);
            connection = null;
            return result;
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, path);
        }
        finally
        {
            // A connection whose work failed is not lent again.
            connection?.Dispose();
        }
    }
}
