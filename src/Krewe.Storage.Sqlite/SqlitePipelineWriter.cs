using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>Gives runs their numbers and keeps what histories show of them; lives on the writer's thread.</summary>
internal sealed class SqlitePipelineWriter : IDisposable
{
    private readonly SqliteStatement _count;
    private readonly SqliteStatement _join;
    private readonly SqliteStatement _leave;
    private readonly SqliteStatement _putSteps;
    private readonly SqliteStatement _dropSteps;

    public SqlitePipelineWriter(SqliteConnection connection)
    {
        _count = new(connection, """
            insert into pipeline (namespace, name, kind, last_number) values ($1, $2, $3, 1)
            on conflict (namespace, name, kind) do update set last_number = last_number + 1 returning pid
            """);
        _join = new(connection, "insert into pipeline_run select pid, last_number, $2 from pipeline where pid = $1");
        _leave = new(connection, "delete from pipeline_run where rid = $1");
        _putSteps = new(connection, "insert into run_steps values ($1, $2) on conflict (rid) do update set payload = excluded.payload");
        _dropSteps = new(connection, "delete from run_steps where rid = $1");
    }

    /// <summary>Numbers a new run.</summary>
    public void Join(long rid, IReadOnlyList<PipelineKey> pipelines)
    {
        foreach (var (space, kind, name) in pipelines)
        {
            _join.Execute((long)_count.Scalar(space, name, kind)!, rid);
        }
    }

    public void KeepSteps(long rid, ReadOnlyMemory<byte>? steps)
    {
        if (steps is { } bytes)
        {
            _putSteps.Execute(rid, RecordCodec.Encode(bytes.Span));
        }
    }

    public void Delete(long rid)
    {
        _leave.Execute(rid);
        _dropSteps.Execute(rid);
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _count, _join, _leave, _putSteps, _dropSteps })
        {
            statement.Dispose();
        }
    }
}
