namespace Krewe.Storage.PostgreSql;

/// <summary>Gives runs their numbers and keeps what histories show of them.</summary>
internal static class PipelineWrites
{
    // One statement for all pipelines of a flush, their rows in one order: two silos that meet do not wait in a circle.
    private const string Join = """
        with wanted as (select * from unnest($1, $2, $3, $4) with ordinality as t(rid, ns, name, kind, place)),
            counted as (
                insert into pipeline as p (namespace, name, kind, last_number)
                select ns, name, kind, count(*) from wanted group by ns, name, kind order by ns collate "C", name collate "C", kind collate "C"
                on conflict (namespace, name, kind) do update set last_number = p.last_number + excluded.last_number
                returning p.pid, p.namespace, p.name, p.kind, p.last_number)
        insert into pipeline_run (pid, number, rid)
        select c.pid, c.last_number - count(*) over (partition by c.pid) + row_number() over (partition by c.pid order by w.place), w.rid
        from wanted w join counted c on c.namespace = w.ns and c.name = w.name and c.kind = w.kind
        """;

    /// <summary>Among the last statements before the commit: a pipeline's row is held by one silo at a time.</summary>
    public static void Add(Batch batch, FlushItem[] granted)
    {
        var ended = Array.FindAll(granted, item => item.Commit.Steps is not null);
        if (ended.Length > 0)
        {
            batch.Add(
                "insert into run_steps select * from unnest($1, $2) on conflict (rid) do update set payload = excluded.payload",
                Array.ConvertAll(ended, item => item.Rid), Array.ConvertAll(ended, item => RecordCodec.Encode(item.Commit.Steps!.Value.Span)));
        }

        var joins = granted.Where(item => item.IsFirst).SelectMany(item => item.Commit.Pipelines.Select(key => (item.Rid, Key: key))).ToArray();
        if (joins.Length > 0)
        {
            batch.Add(
                Join, Array.ConvertAll(joins, join => join.Rid), Array.ConvertAll(joins, join => join.Key.Namespace),
                Array.ConvertAll(joins, join => join.Key.Name), Array.ConvertAll(joins, join => join.Key.Kind));
        }
    }
}
