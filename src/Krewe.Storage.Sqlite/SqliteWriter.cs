using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>The one connection that writes, on a thread of its own.</summary>
/// <remarks>
/// SQLite has no asynchronous I/O: whoever calls it waits for the disk. One thread waits for all; callers get tasks.
/// Every piece of work is one transaction, and statements are prepared once.
/// </remarks>
internal sealed class SqliteWriter : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly Thread _thread;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;

    /// <param name="connection">An open connection, which the writer owns from now on.</param>
    /// <param name="path">The file, for messages.</param>
    public SqliteWriter(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
        _begin = new SqliteStatement(connection, "begin immediate");
        _commit = new SqliteStatement(connection, "commit");
        _rollback = new SqliteStatement(connection, "rollback");
        _thread = new Thread(Run) { IsBackground = true, Name = "krewe-sqlite-writer" };
        _thread.Start();
    }

    /// <summary>Runs work in a transaction on the writer's thread.</summary>
    /// <param name="work">The work.</param>
    /// <param name="onFailure">Called on the writer's thread when the transaction did not go through.</param>
    /// <param name="cancellationToken">Observed until the work begins.</param>
    public Task<T> WriteAsync<T>(Func<T> work, Action? onFailure, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() => Execute(work, onFailure, answer, cancellationToken), CancellationToken.None);
        }
        catch (InvalidOperationException exception)
        {
            throw new ObjectDisposedException("the store is closed", exception);
        }

        return answer.Task;
    }

    /// <summary>Finishes what was handed in, then closes the connection.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Execute<T>(Func<T> work, Action? onFailure, TaskCompletionSource<T> answer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            answer.TrySetCanceled(cancellationToken);
            return;
        }

        T result;
        try
        {
            _begin.Execute();
            result = work();
            _commit.Execute();
        }
        catch (Exception exception)
        {
            // Whatever went wrong is for the caller to hear; the thread lives on for the next piece of work.
            RollBack();
            onFailure?.Invoke();
            answer.TrySetException(SqliteErrors.Translate(exception, _path));
            return;
        }

        answer.TrySetResult(result);
    }

    private void RollBack()
    {
        try
        {
            _rollback.Execute();
        }
        catch (SqliteException)
        {
            // After some errors (a full disk among them) SQLite has rolled back by itself and there is nothing open.
        }
    }

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }

        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _connection.Dispose();
    }
}
