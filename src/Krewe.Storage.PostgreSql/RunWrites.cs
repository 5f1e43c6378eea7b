using Npgsql;

namespace Krewe.Storage.PostgreSql;

/// <summary>Second half of a flush: writes what was let through, gives back what was claimed in vain, and commits, all in one round trip.</summary>
internal static class RunWrites
{
    private const string RequestOwners = "select id, uid from request where id = any($1)";
    private const string NameOwners = "select n.namespace, n.name, n.uid from unnest($1, $2) as t(ns, name) join run_name n on n.namespace = t.ns and n.name = t.name";

    // A commit of a run that is there was refused: if all but the name is right, the name is why.
    private const string NameRefusals = """
        select t.uid, n.uid from unnest($1, $2, $3, $4, $5, $6) as t(uid, no, kind, upto, ns, name)
            join run r on r.uid = t.uid and r.last_commit = t.no - 1
            join run_name n on n.namespace = t.ns and n.name = t.name
        where n.uid <> t.uid
            and case when r.completed then t.kind = 3 or (t.kind = 2 and t.upto >= r.base_commit) else t.kind in (0, 3) or t.upto >= r.base_commit end
        """;

    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<FlushItem> round, RunIndexWrites index, long change, CancellationToken cancellationToken)
    {
        var batch = new Batch(connection);
        await using var _ = batch.ConfigureAwait(false);
        var duplicates = Where(round, item => item.Result.Status == CommitStatus.Duplicate);
        var taken = Where(round, item => item.Result.Status == CommitStatus.NameTaken);
        var refused = Where(round, item => item is { Granted: false, IsFirst: false, Wanted: not null });
        if (duplicates.Length > 0)
        {
            batch.Add(RequestOwners, (object)Column(duplicates, item => item.Commit.RequestId));
        }

        if (taken.Length > 0)
        {
            batch.Add(NameOwners, Column(taken, item => item.Wanted!.Value.Namespace), Column(taken, item => item.Wanted!.Value.Name));
        }

        if (refused.Length > 0)
        {
            batch.Add(
                NameRefusals, Column(refused, item => item.Commit.RunId), Column(refused, item => item.Commit.CommitNo), Column(refused, item => item.Kind),
                Column(refused, item => item.Upto), Column(refused, item => item.Wanted!.Value.Namespace), Column(refused, item => item.Wanted!.Value.Name));
        }

        AddUndo(batch, Where(round, item => item is { Granted: false, IsFirst: true }));
        var granted = Where(round, item => item.Granted);
        AddLog(batch, granted);
        AddSnapshots(batch, granted);
        AddEnds(batch, granted);
        AddWakeups(batch, granted);
        index.Add(batch, granted, change);
        PipelineWrites.Add(batch, granted);
        UsageWrites.Add(batch, granted);
        batch.Add("commit");

        var reader = await batch.QueryAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await ReadOwnersAsync(reader, duplicates, taken, refused, cancellationToken).ConfigureAwait(false);
        // To the end: an error of a later statement comes with its result.
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
        }
    }

    private static async Task ReadOwnersAsync(NpgsqlDataReader reader, FlushItem[] duplicates, FlushItem[] taken, FlushItem[] refused, CancellationToken cancellationToken)
    {
        if (duplicates.Length > 0)
        {
            var byRequest = duplicates.ToDictionary(item => item.Commit.RequestId!, StringComparer.Ordinal);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                byRequest[reader.GetString(0)].Result = new CommitResult(CommitStatus.Duplicate, 0, reader.GetString(1));
            }

            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        if (taken.Length > 0)
        {
            var byName = taken.ToDictionary(item => item.Wanted!.Value);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                byName[(reader.GetString(0), reader.GetString(1))].Result = new CommitResult(CommitStatus.NameTaken, 0, reader.GetString(2));
            }

            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        if (refused.Length > 0)
        {
            var byRun = refused.ToDictionary(item => item.Commit.RunId, StringComparer.Ordinal);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                byRun[reader.GetString(0)].Result = new CommitResult(CommitStatus.NameTaken, 0, reader.GetString(1));
            }
        }
    }

    /// <summary>A new run that was refused leaves no trace.</summary>
    private static void AddUndo(Batch batch, FlushItem[] lost)
    {
        var made = Where(lost, item => item.Rid != 0);
        if (made.Length > 0)
        {
            batch.Add("delete from run where rid = any($1)", Column(made, item => item.Rid));
        }

        var asked = Where(lost, item => item.ClaimedRequest);
        if (asked.Length > 0)
        {
            batch.Add("delete from request where id = any($1)", (object)Column(asked, item => item.Commit.RequestId));
        }

        var named = Where(lost, item => item.ClaimedName);
        if (named.Length > 0)
        {
            batch.Add(
                "delete from run_name n using unnest($1, $2) as t(ns, name) where n.namespace = t.ns and n.name = t.name",
                Column(named, item => item.Wanted!.Value.Namespace), Column(named, item => item.Wanted!.Value.Name));
        }
    }

    private static void AddLog(Batch batch, FlushItem[] granted)
    {
        var records = Where(granted, item => item.Upto < item.Commit.CommitNo);
        if (records.Length > 0)
        {
            batch.Add("insert into run_log select * from unnest($1, $2, $3)", Column(records, item => item.Rid), Column(records, item => item.Commit.CommitNo), Column(records, item => item.Body));
        }

        var cut = Where(granted, item => item.Kind != 0 && !item.IsFirst);
        if (cut.Length > 0)
        {
            batch.Add(
                "delete from run_log l using unnest($1, $2) as t(rid, upto) where l.rid = t.rid and l.commit_no <= t.upto",
                Column(cut, item => item.Rid), Column(cut, item => item.Upto));
        }
    }

    private static void AddSnapshots(Batch batch, FlushItem[] granted)
    {
        var snapshots = Where(granted, item => item.Kind is 1 or 2);
        var pages = snapshots.SelectMany(item => item.Commit.Snapshot!.Pages.Select(page => (item.Rid, page.Number, Payload: RecordCodec.Encode(page.Payload.Span)))).ToArray();
        if (pages.Length > 0)
        {
            batch.Add(
                "insert into run_page select * from unnest($1, $2, $3) on conflict (rid, page) do update set payload = excluded.payload",
                Array.ConvertAll(pages, page => page.Rid), Array.ConvertAll(pages, page => page.Number), Array.ConvertAll(pages, page => page.Payload));
        }

        var cut = Where(granted, item => item.Kind != 0 && !item.IsFirst);
        if (cut.Length > 0)
        {
            batch.Add(
                "delete from run_page p using unnest($1, $2) as t(rid, pages) where p.rid = t.rid and p.page >= t.pages",
                Column(cut, item => item.Rid), Column(cut, item => item.Commit.Snapshot?.PageCount ?? 0));
        }
    }

    private static void AddEnds(Batch batch, FlushItem[] granted)
    {
        var ended = Where(granted, item => item.Kind == 3);
        if (ended.Length > 0)
        {
            batch.Add(
                "insert into run_document select * from unnest($1, $2) on conflict (rid) do update set payload = excluded.payload",
                Column(ended, item => item.Rid), Column(ended, item => item.Body));
        }

        var revived = Where(granted, item => item.Kind == 2 && !item.IsFirst);
        if (revived.Length > 0)
        {
            batch.Add("delete from run_document where rid = any($1)", Column(revived, item => item.Rid));
        }
    }

    private static void AddWakeups(Batch batch, FlushItem[] granted)
    {
        var set = Where(granted, item => item.Commit.Wakeup is { DueAt: not null });
        if (set.Length > 0)
        {
            batch.Add(
                "insert into run_wakeup select * from unnest($1, $2, $3) on conflict (rid) do update set due_at = excluded.due_at",
                Column(set, item => item.Rid), Column(set, item => item.Commit.RunId), Column(set, item => Moments.ToStored(item.Commit.Wakeup!.Value.DueAt!.Value)));
        }

        var cleared = Where(granted, item => !item.IsFirst && (item.Commit.Wakeup is { DueAt: null } || (item.Kind == 3 && item.Commit.Wakeup is null)));
        if (cleared.Length > 0)
        {
            batch.Add("delete from run_wakeup where rid = any($1)", Column(cleared, item => item.Rid));
        }
    }

    private static FlushItem[] Where(IEnumerable<FlushItem> items, Func<FlushItem, bool> wanted) => items.Where(wanted).ToArray();

    private static T[] Column<T>(FlushItem[] items, Converter<FlushItem, T> value) => Array.ConvertAll(items, value);
}
