using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Sqlite;

/// <summary>Writes commits of runs; lives on the writer's thread.</summary>
/// <remarks>
/// The folder's lock makes this process the only writer, so the heads of runs are remembered between transactions; a
/// transaction that fails makes <see cref="Forget"/> drop them all.
/// </remarks>
internal sealed class SqliteRunWriter : IDisposable
{
    private const int MaxRemembered = 100_000;

    private readonly Dictionary<string, SqliteRunHead> _heads = [];
    private readonly TimeProvider _time;
    private readonly SqliteIndexWriter _index;
    private readonly SqlitePipelineWriter _pipelines;
    private readonly SqliteUsageWriter _usage;
    private readonly SqliteStatement _findHead;
    private readonly SqliteStatement _findRequest;
    private readonly SqliteStatement _addRun;
    private readonly SqliteStatement _addRequest;
    private readonly SqliteStatement _append;
    private readonly SqliteStatement _setWakeup;
    private readonly SqliteStatement _putPage;
    private readonly SqliteStatement _dropPages;
    private readonly SqliteStatement _setSnapshot;
    private readonly SqliteStatement _dropLog;
    private readonly SqliteStatement _complete;
    private readonly SqliteStatement _dropRun;

    public SqliteRunWriter(SqliteConnection connection, SqliteChangeNumbers changes, TimeProvider time)
    {
        _time = time;
        _index = new SqliteIndexWriter(connection, changes);
        _pipelines = new SqlitePipelineWriter(connection);
        _usage = new SqliteUsageWriter(connection);
        _findHead = new(connection, "select rid, max(base_commit, coalesce((select max(commit_no) from run_log where run_log.rid = run.rid), 0)), base_commit, document is not null from run where uid = $1");
        _findRequest = new(connection, "select uid from request where id = $1");
        _addRun = new(connection, "insert into run (uid) values ($1) returning rid");
        _addRequest = new(connection, "insert into request values ($1, $2, $3)");
        _append = new(connection, "insert into run_log (rid, commit_no, payload) values ($1, $2, $3) on conflict do nothing");
        _setWakeup = new(connection, "update run set wakeup_at = $2 where rid = $1");
        _putPage = new(connection, "insert into run_page values ($1, $2, $3) on conflict (rid, page) do update set payload = excluded.payload");
        _dropPages = new(connection, "delete from run_page where rid = $1 and page >= $2");
        _setSnapshot = new(connection, "update run set base_commit = $2, snapshot_upto = $2, page_count = $3, document = null where rid = $1");
        _dropLog = new(connection, "delete from run_log where rid = $1 and commit_no <= $2");
        _complete = new(connection, "update run set base_commit = $2, snapshot_upto = 0, page_count = 0, wakeup_at = null, document = $3 where rid = $1");
        _dropRun = new(connection, "delete from run where rid = $1");
    }

    /// <summary>Writes one commit inside the open transaction.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="body">What it stores: the payload, or the document of a completed run, in its envelope.</param>
    public CommitResult Commit(RunCommit commit, byte[] body)
    {
        var head = Find(commit.RunId);
        if (head is null ? commit.CommitNo != 1 : commit.CommitNo != head.LastCommit + 1 || !head.Takes(commit))
        {
            return new CommitResult(CommitStatus.Fenced);
        }

        if (head is null && commit.RequestId is { } request && _findRequest.Scalar(request) is string made)
        {
            return new CommitResult(CommitStatus.Duplicate, 0, made);
        }

        if (commit.Index is { HoldsName: true } wanted && _index.Holder(wanted, head) is { } holder && holder != commit.RunId)
        {
            return new CommitResult(CommitStatus.NameTaken, 0, holder);
        }

        head ??= Add(commit);
        Write(head, commit, body);
        _pipelines.KeepSteps(head.Rid, commit.Steps);
        _usage.Take(commit.Usage);
        return new CommitResult(CommitStatus.Committed, commit.Index is { } row ? _index.Write(head, row) : 0);
    }

    /// <summary>Writes what the commits of the open transaction left to be written together.</summary>
    public void Finish() => _usage.Write();

    /// <summary>Deletes a run inside the open transaction.</summary>
    public bool Delete(string uid)
    {
        if (Find(uid) is not { } head)
        {
            return false;
        }

        _index.Delete(head, Moments.ToStored(_time.GetUtcNow()));
        _pipelines.Delete(head.Rid);
        _dropLog.Execute(head.Rid, long.MaxValue);
        _dropPages.Execute(head.Rid, 0);
        _dropRun.Execute(head.Rid);
        _heads.Remove(uid);
        return true;
    }

    /// <summary>Lets go of a run's name inside the open transaction.</summary>
    public bool ReleaseName(string uid) => Find(uid) is { } head && _index.ReleaseName(head);

    /// <summary>Drops what is remembered, since a transaction did not go through.</summary>
    public void Forget()
    {
        _heads.Clear();
        _usage.Forget();
    }

    public void Dispose()
    {
        _index.Dispose();
        _pipelines.Dispose();
        _usage.Dispose();
        foreach (var statement in new[] { _findHead, _findRequest, _addRun, _addRequest, _append, _setWakeup, _putPage, _dropPages, _setSnapshot, _dropLog, _complete, _dropRun })
        {
            statement.Dispose();
        }
    }

    private SqliteRunHead? Find(string uid)
    {
        if (_heads.TryGetValue(uid, out var head))
        {
            return head;
        }

        using var reader = _findHead.Query(uid);
        return reader.Read() ? Remember(uid, new SqliteRunHead(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3) != 0)) : null;
    }

    private SqliteRunHead Remember(string uid, SqliteRunHead head)
    {
        if (_heads.Count >= MaxRemembered)
        {
            _heads.Clear();
        }

        return _heads[uid] = head;
    }

    private SqliteRunHead Add(RunCommit commit)
    {
        var rid = (long)_addRun.Scalar(commit.RunId)!;
        if (commit.RequestId is { } request)
        {
            _addRequest.Execute(request, commit.RunId, Moments.ToStored(_time.GetUtcNow()));
        }

        _pipelines.Join(rid, commit.Pipelines);
        return Remember(commit.RunId, new SqliteRunHead(rid, 0, 0, false));
    }

    private void Write(SqliteRunHead head, RunCommit commit, byte[] body)
    {
        head.LastCommit = commit.CommitNo;
        if (commit.Completed is not null)
        {
            _complete.Execute(head.Rid, commit.CommitNo, body);
            _dropLog.Execute(head.Rid, commit.CommitNo);
            _dropPages.Execute(head.Rid, 0);
            (head.Base, head.Completed) = (commit.CommitNo, true);
            SetWakeup(commit, head.Rid);
            return;
        }

        if (_append.Execute(head.Rid, commit.CommitNo, body) != 1)
        {
            throw new InvalidOperationException($"commit {commit.CommitNo} of run {commit.RunId} is stored although its number was free: someone else writes this file");
        }

        if (commit.Snapshot is { } snapshot)
        {
            foreach (var page in snapshot.Pages)
            {
                _putPage.Execute(head.Rid, page.Number, RecordCodec.Encode(page.Payload.Span));
            }

            _dropPages.Execute(head.Rid, snapshot.PageCount);
            _setSnapshot.Execute(head.Rid, snapshot.UptoCommit, snapshot.PageCount);
            _dropLog.Execute(head.Rid, snapshot.UptoCommit);
            (head.Base, head.Completed) = (snapshot.UptoCommit, false);
        }

        SetWakeup(commit, head.Rid);
    }

    private void SetWakeup(RunCommit commit, long rid)
    {
        if (commit.Wakeup is { } wakeup)
        {
            _setWakeup.Execute(rid, wakeup.DueAt is { } due ? Moments.ToStored(due) : null);
        }
    }
}
