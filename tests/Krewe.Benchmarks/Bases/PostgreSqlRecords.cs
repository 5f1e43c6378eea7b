using System.Diagnostics;
using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Krewe.Benchmarks.Bases;

/// <summary>Bases B0, B1 and L: records of 200 random bytes written to PostgreSQL without an engine.</summary>
internal sealed class PostgreSqlRecords : IAsyncDisposable
{
    private const int RecordBytes = 200;
    private const int KeysACaller = 1_000;
    private const int MostWriters = 64;
    private const string Conflict = " on conflict (id) do update set workflow = excluded.workflow, phase = excluded.phase, body = excluded.body";
    private const string One = "insert into bench_record values ($1, $2, $3, $4)" + Conflict;
    private const string Many = "insert into bench_record select * from unnest($1, $2, $3, $4)" + Conflict;

    private readonly NpgsqlDataSource _source;
    private long _calls;

    private PostgreSqlRecords(NpgsqlDataSource source) => _source = source;

    /// <summary>Makes the table.</summary>
    public static async Task<PostgreSqlRecords> OpenAsync(string connectionString)
    {
        var records = new PostgreSqlRecords(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = MostWriters + 4, MaxAutoPrepare = 8, AutoPrepareMinUsages = 1 }));
        await using var command = records._source.CreateCommand("create table bench_record (id bigint primary key, workflow integer not null, phase smallint not null, body bytea not null)");
        await command.ExecuteNonQueryAsync();
        return records;
    }

    /// <summary>B0: upserts of one row a transaction, by that many writers of which each has a connection; records a second.</summary>
    public Task<double> SingleRowsAsync(int writers, TimeSpan duration) => RateAsync(writers, duration, async (id, phase, body) =>
    {
        await using var connection = await _source.OpenConnectionAsync();
        await WriteOneAsync(connection, id, phase, body);
    });

    /// <summary>L: milliseconds of upserts of one row by one writer, one after the other.</summary>
    public async Task<IReadOnlyList<double>> LoneAsync(int count)
    {
        var (times, body) = (new double[count], new byte[RecordBytes]);
        await using var connection = await _source.OpenConnectionAsync();
        for (var i = 0; i < count; i++)
        {
            Random.Shared.NextBytes(body);
            var started = Stopwatch.GetTimestamp();
            await WriteOneAsync(connection, i % KeysACaller, Phase(), body);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        return times;
    }

    /// <summary>B1: the same upserts by that many callers through one writer that takes what waits; records a second.</summary>
    public async Task<double> GroupedAsync(int callers, TimeSpan duration)
    {
        var queue = Channel.CreateUnbounded<Record>(new UnboundedChannelOptions { SingleReader = true });
        var writer = Task.Run(() => WriteGroupsAsync(queue.Reader));
        var rate = await RateAsync(callers, duration, (id, phase, body) =>
        {
            var record = new Record(id, phase, [.. body], new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            queue.Writer.TryWrite(record);
            return record.Answer.Task;
        });
        queue.Writer.Complete();
        await writer;
        return rate;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task<double> RateAsync(int callers, TimeSpan duration, Func<long, short, byte[], Task> write)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var body = new byte[RecordBytes];
            var count = 0;
            for (; Stopwatch.GetElapsedTime(started) < duration; count++)
            {
                // A record that is the same as before would not be written.
                Random.Shared.NextBytes(body);
                await write((caller * KeysACaller) + (count % KeysACaller), (short)(count % 3), body);
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task WriteOneAsync(NpgsqlConnection connection, long id, short phase, byte[] body)
    {
        await using var command = new NpgsqlCommand(One, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = id }, new NpgsqlParameter<int> { TypedValue = (int)(id / KeysACaller) },
                new NpgsqlParameter<short> { TypedValue = phase }, new NpgsqlParameter<byte[]> { TypedValue = body },
            },
        };
        await command.ExecuteNonQueryAsync();
    }

    private async Task WriteGroupsAsync(ChannelReader<Record> queue)
    {
        await using var connection = await _source.OpenConnectionAsync();
        var group = new List<Record>();
        while (await queue.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < 1024 && queue.TryRead(out var record))
            {
                group.Add(record);
            }

            await using var command = new NpgsqlCommand(Many, connection)
            {
                Parameters =
                {
                    Column(group, NpgsqlDbType.Bigint, record => record.Id), Column(group, NpgsqlDbType.Integer, record => (int)(record.Id / KeysACaller)),
                    Column(group, NpgsqlDbType.Smallint, record => record.Phase), Column(group, NpgsqlDbType.Bytea, record => record.Body),
                },
            };
            await command.ExecuteNonQueryAsync();
            group.ForEach(record => record.Answer.SetResult());
        }
    }

    private static NpgsqlParameter Column<T>(List<Record> group, NpgsqlDbType type, Converter<Record, T> value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = group.ConvertAll(value).ToArray() };

    private short Phase() => (short)(Interlocked.Increment(ref _calls) % 3);

    private sealed record Record(long Id, short Phase, byte[] Body, TaskCompletionSource Answer);
}
