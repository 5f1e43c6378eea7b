using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>Hands out change numbers on the writer's thread, so that their order is the order of the commits.</summary>
internal sealed class SqliteChangeNumbers(SqliteConnection connection)
{
    /// <summary>The last number in use, as any reader sees it.</summary>
    public const string Current = """
        select max(
            coalesce((select max(change_no) from run_index), 0),
            coalesce((select max(version) from object), 0),
            coalesce((select max(change_no) from tombstone), 0),
            (select change_no from horizon))
        """;

    private long _last = Read(connection);

    /// <summary>The number the next change would have; it is used up by <see cref="Next"/> alone.</summary>
    public long Candidate => _last + 1;

    public long Next() => ++_last;

    private static long Read(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Current;
        return (long)command.ExecuteScalar()!;
    }
}
