using Npgsql;

namespace Krewe.Storage.PostgreSql;

/// <summary>First half of a flush: lets each commit through its fence and takes request ids and names, without a race against other silos.</summary>
/// <remarks>Rows are taken in order of their keys, so that two silos that meet do not wait for each other in a circle.</remarks>
internal static class RunClaims
{
    private const string Move = """
        update run r set
            last_commit = t.no,
            base_commit = case t.kind when 0 then r.base_commit else t.upto end,
            snapshot_upto = case t.kind when 3 then 0 when 0 then r.snapshot_upto else t.upto end,
            page_count = case t.kind when 3 then 0 when 0 then r.page_count else t.pages end,
            completed = t.kind = 3,
            owner = coalesce(t.owner, r.owner),
            flush_id = $9
        from (select * from unnest($1, $2, $3, $4, $5, $6, $7, $8) as u(uid, no, kind, upto, pages, ns, name, owner) order by uid) t
            left join run_name n on n.namespace = t.ns and n.name = t.name
        where r.uid = t.uid and r.last_commit = t.no - 1
            and case when r.completed then t.kind = 3 or (t.kind = 2 and t.upto >= r.base_commit) else t.kind in (0, 3) or t.upto >= r.base_commit end
            and (n.uid is null or n.uid = t.uid)
        returning t.uid, r.rid, t.ns is not null and n.uid is null
        """;

    private const string Make = """
        insert into run (uid, last_commit, base_commit, snapshot_upto, page_count, completed, owner, flush_id)
        select uid, 1, upto, case kind when 3 then 0 else upto end, pages, kind = 3, owner, $6
        from unnest($1, $2, $3, $4, $5) as t(uid, kind, upto, pages, owner) order by uid
        on conflict (uid) do nothing returning uid, rid
        """;

    private const string Ask = "insert into request select id, uid, $3 from unnest($1, $2) as t(id, uid) order by id on conflict (id) do nothing returning id";

    private const string Name = """
        insert into run_name select ns, name, uid from unnest($1, $2, $3) as t(ns, name, uid) order by ns, name
        on conflict (namespace, name) do nothing returning namespace, name
        """;

    /// <summary>Opens the transaction and claims.</summary>
    /// <returns>The transaction's id and the number of its first change.</returns>
    public static async Task<(string Xid, long Change)> TakeAsync(NpgsqlConnection connection, IReadOnlyList<FlushItem> round, Guid flush, long now, CancellationToken cancellationToken)
    {
        var moves = round.Where(item => !item.IsFirst).ToDictionary(item => item.Commit.RunId, StringComparer.Ordinal);
        var makes = round.Where(item => item.IsFirst).ToDictionary(item => item.Commit.RunId, StringComparer.Ordinal);
        var requests = makes.Values.Where(item => item.Commit.RequestId is not null).ToDictionary(item => item.Commit.RequestId!, StringComparer.Ordinal);
        var names = makes.Values.Where(item => item.Wanted is not null).ToDictionary(item => item.Wanted!.Value);
        var batch = new Batch(connection);
        await using var _ = batch.ConfigureAwait(false);
        batch.Add("begin").Add("select pg_current_xact_id()::text, krewe_change()");
        AddMoves(batch, moves.Values, flush);
        AddMakes(batch, makes.Values, flush);
        if (requests.Count > 0)
        {
            batch.Add(Ask, requests.Keys.ToArray(), requests.Values.Select(item => item.Commit.RunId).ToArray(), now);
        }

        if (names.Count > 0)
        {
            batch.Add(Name, names.Keys.Select(name => name.Namespace).ToArray(), names.Keys.Select(name => name.Name).ToArray(), names.Values.Select(item => item.Commit.RunId).ToArray());
        }

        var reader = await batch.QueryAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var transaction = (reader.GetString(0), reader.GetInt64(1));
        if (moves.Count > 0)
        {
            await EachAsync(reader, () =>
            {
                var item = moves[reader.GetString(0)];
                (item.Granted, item.Rid, item.MustClaimName) = (true, reader.GetInt64(1), reader.GetBoolean(2));
            }, cancellationToken).ConfigureAwait(false);
        }

        if (makes.Count > 0)
        {
            await EachAsync(reader, () => (makes[reader.GetString(0)].Granted, makes[reader.GetString(0)].Rid) = (true, reader.GetInt64(1)), cancellationToken).ConfigureAwait(false);
        }

        if (requests.Count > 0)
        {
            await EachAsync(reader, () => requests[reader.GetString(0)].ClaimedRequest = true, cancellationToken).ConfigureAwait(false);
        }

        if (names.Count > 0)
        {
            await EachAsync(reader, () => names[(reader.GetString(0), reader.GetString(1))].ClaimedName = true, cancellationToken).ConfigureAwait(false);
        }

        Judge(makes.Values);
        return transaction;
    }

    /// <summary>What the claims say of new runs; one that lost keeps what it claimed until it is given back.</summary>
    private static void Judge(IEnumerable<FlushItem> makes)
    {
        foreach (var item in makes.Where(item => item.Granted))
        {
            if (item.Commit.RequestId is not null && !item.ClaimedRequest)
            {
                (item.Granted, item.Result) = (false, new CommitResult(CommitStatus.Duplicate));
            }
            else if (item.Wanted is not null && !item.ClaimedName)
            {
                (item.Granted, item.Result) = (false, new CommitResult(CommitStatus.NameTaken));
            }
        }
    }

    private static void AddMoves(Batch batch, ICollection<FlushItem> moves, Guid flush)
    {
        if (moves.Count > 0)
        {
            batch.Add(
                Move,
                moves.Select(item => item.Commit.RunId).ToArray(),
                moves.Select(item => item.Commit.CommitNo).ToArray(),
                moves.Select(item => item.Kind).ToArray(),
                moves.Select(item => item.Upto).ToArray(),
                moves.Select(item => item.Commit.Snapshot?.PageCount ?? 0).ToArray(),
                moves.Select(item => item.Wanted?.Namespace).ToArray(),
                moves.Select(item => item.Wanted?.Name).ToArray(),
                moves.Select(item => item.Commit.Owner).ToArray(),
                flush);
        }
    }

    private static void AddMakes(Batch batch, ICollection<FlushItem> makes, Guid flush)
    {
        if (makes.Count > 0)
        {
            batch.Add(
                Make,
                makes.Select(item => item.Commit.RunId).ToArray(),
                makes.Select(item => item.Kind).ToArray(),
                makes.Select(item => item.Upto).ToArray(),
                makes.Select(item => item.Commit.Snapshot?.PageCount ?? 0).ToArray(),
                makes.Select(item => item.Commit.Owner).ToArray(),
                flush);
        }
    }

    private static async Task EachAsync(NpgsqlDataReader reader, Action take, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            take();
        }
    }
}
