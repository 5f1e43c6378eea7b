using Npgsql;
using NpgsqlTypes;

namespace Krewe.Storage.PostgreSql;

/// <summary>Statements that go to the server in one round trip.</summary>
internal sealed class Batch(NpgsqlConnection connection) : IAsyncDisposable
{
    private readonly NpgsqlBatch _batch = new(connection) { Timeout = 60 };

    /// <summary>Adds a statement; its parameters follow by <c>Add</c>, as $1, $2 and so on.</summary>
    public Batch Add(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        _batch.BatchCommands.Add(command);
        return this;
    }

    public Task<NpgsqlDataReader> QueryAsync(CancellationToken cancellationToken) => _batch.ExecuteReaderAsync(cancellationToken);

    public Task ExecuteAsync(CancellationToken cancellationToken) => _batch.ExecuteNonQueryAsync(cancellationToken);

    public ValueTask DisposeAsync() => _batch.DisposeAsync();

    // Types are said: a null or an array of nulls has none of its own.
    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        string text => new NpgsqlParameter { Value = PostgreSqlText.Clean(text), NpgsqlDbType = NpgsqlDbType.Text },
        long => new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Bigint },
        int => new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Integer },
        bool => new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Boolean },
        Guid => new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Uuid },
        byte[] => new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Bytea },
        string?[] texts => new NpgsqlParameter { Value = Array.ConvertAll(texts, PostgreSqlText.CleanOrNull), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        byte[][] => new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
        long[] or long?[] => new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
        int[] => new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
        bool[] => new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Boolean },
        Guid[] => new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
        _ => throw new NotSupportedException($"no parameter of type {value.GetType()}"),
    };
}
