namespace Krewe.Storage.PostgreSql;

/// <summary>Writes the rows that lists read.</summary>
/// <remarks>
/// The common case changes nothing that an index holds and writes a short update. Whether that is so is known from the row
/// written last, which is remembered as long as nobody else can have written: by the number of its commit.
/// </remarks>
internal sealed class RunIndexWrites
{
    private const int MaxRemembered = 100_000;

    private const string Update = """
        update run_index r set started = t.started, progress = t.progress, message = t.message, priority = t.priority, suspended = t.suspended,
            summary = t.summary, change_no = t.change_no
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) as t(rid, started, progress, message, priority, suspended, summary, change_no) where r.rid = t.rid
        """;

    private const string ReleaseNames = """
        delete from run_name n using unnest($1, $2, $3, $4) as t(rid, ns, name, holds), run_index r
        where r.rid = t.rid and r.holds_name and n.namespace = r.namespace and n.name = r.name and n.uid = r.uid
            and not (t.holds and r.namespace = t.ns and r.name = t.name)
        """;

    private const string Replace = """
        insert into run_index
            (rid, uid, namespace, name, holds_name, phase, workflow_template, cluster_template, cron_workflow, created, started, finished,
             expires, progress, message, priority, creator, suspended, labels, parameters, summary, change_no, folder)
        select t.rid, t.uid, t.ns, t.name, t.holds, t.phase, t.template, t.cluster, t.cron, t.created, t.started, t.finished,
             t.expires, t.progress, t.message, t.priority, t.creator, t.suspended, t.labels::jsonb, t.parameters::jsonb, t.summary, t.change_no, t.folder
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) as
            t(rid, uid, ns, name, holds, phase, template, cluster, cron, created, started, finished,
              expires, progress, message, priority, creator, suspended, labels, parameters, summary, change_no, folder)
        on conflict (rid) do update set
            namespace = excluded.namespace, name = excluded.name, holds_name = excluded.holds_name, phase = excluded.phase,
            workflow_template = excluded.workflow_template, cluster_template = excluded.cluster_template, cron_workflow = excluded.cron_workflow,
            created = excluded.created, started = excluded.started, finished = excluded.finished, expires = excluded.expires, progress = excluded.progress,
            message = excluded.message, priority = excluded.priority, creator = excluded.creator, suspended = excluded.suspended,
            labels = excluded.labels, parameters = excluded.parameters, summary = excluded.summary, change_no = excluded.change_no, folder = excluded.folder
        """;

    // In one order, so that two flushes that count the same do not wait for each other in a circle.
    private const string Tally = """
        insert into run_tally (namespace, folder, phase, part, runs)
        select namespace, folder, phase, pg_backend_pid() % 8, sum(change) from (
            select namespace, folder, phase, -1 as change from run_index where rid = any($1)
            union all select ns, folder, phase, 1 from unnest($2, $3, $4) as t(ns, folder, phase)) changed
        group by namespace, folder, phase having sum(change) <> 0 order by namespace, folder, phase
        on conflict (namespace, folder, phase, part) do update set runs = run_tally.runs + excluded.runs
        """;

    // Folded as searches fold it.
    private const string Messages = """
        insert into run_message (created, uid, rid, message)
        select created, uid, rid, lower(message collate "C") from unnest($1, $2, $3, $4) as t(created, uid, rid, message) on conflict do nothing
        """;

    private readonly Dictionary<string, (long Commit, string Indexed)> _written = new(StringComparer.Ordinal);

    /// <summary>Drops what is remembered, since a transaction did not go through.</summary>
    public void Forget() => _written.Clear();

    public void Add(Batch batch, FlushItem[] granted, long change)
    {
        var (light, full) = (new List<FlushItem>(), new List<(FlushItem Item, string Labels, string Parameters)>());
        foreach (var item in granted)
        {
            Sort(item, light, full, change++);
        }

        AddLight(batch, light);
        AddFull(batch, full);
        if (light.Count + full.Count > 0)
        {
            FlushItem[] changed = [.. light, .. full.Select(entry => entry.Item)];
            batch.Add(
                "insert into run_change select * from unnest($1, $2) on conflict (rid) do update set change_no = excluded.change_no",
                Column(changed, item => item.Rid), Column(changed, item => item.Result.ChangeNumber));
        }
    }

    private void Sort(FlushItem item, List<FlushItem> light, List<(FlushItem Item, string Labels, string Parameters)> full, long change)
    {
        var commit = item.Commit;
        var known = _written.TryGetValue(commit.RunId, out var last) && last.Commit == commit.CommitNo - 1;
        if (commit.Index is not { } row)
        {
            item.Result = new CommitResult(CommitStatus.Committed);
            if (known)
            {
                _written[commit.RunId] = (commit.CommitNo, last.Indexed);
            }

            return;
        }

        item.Result = new CommitResult(CommitStatus.Committed, change);
        var (labels, parameters) = (PostgreSqlText.Json(row.Labels), PostgreSqlText.Json(row.Parameters));
        var indexed = string.Join('\0', row.Namespace, row.Name, row.HoldsName, row.Phase, row.WorkflowTemplate, row.ClusterWorkflowTemplate, row.CronWorkflow,
            row.Creator, row.Folder, row.Message, Moments.ToStored(row.CreatedAt), Stored(row.FinishedAt), Stored(row.ExpiresAt), labels, parameters);
        if (known && last.Indexed == indexed && !item.MustClaimName)
        {
            light.Add(item);
        }
        else
        {
            full.Add((item, labels, parameters));
        }

        if (_written.Count >= MaxRemembered)
        {
            _written.Clear();
        }

        if (item.Kind == 3)
        {
            _written.Remove(commit.RunId);
        }
        else
        {
            _written[commit.RunId] = (commit.CommitNo, indexed);
        }
    }

    private static void AddLight(Batch batch, List<FlushItem> light)
    {
        if (light.Count > 0)
        {
            FlushItem[] items = [.. light];
            batch.Add(
                Update, Column(items, item => item.Rid), Column(items, item => Stored(Row(item).StartedAt)), Column(items, item => Row(item).Progress),
                Column(items, item => Row(item).Message), Column(items, item => Row(item).Priority), Column(items, item => Row(item).Suspended),
                Column(items, item => Row(item).Summary.ToArray()), Column(items, item => item.Result.ChangeNumber));
        }
    }

    private static void AddFull(Batch batch, List<(FlushItem Item, string Labels, string Parameters)> full)
    {
        if (full.Count == 0)
        {
            return;
        }

        FlushItem[] items = [.. full.Select(entry => entry.Item)];
        FlushItem[] old = [.. items.Where(item => !item.IsFirst)];
        if (old.Length > 0)
        {
            batch.Add(ReleaseNames, Column(old, item => item.Rid), Column(old, item => Row(item).Namespace), Column(old, item => Row(item).Name), Column(old, item => Row(item).HoldsName));
            batch.Add("delete from run_term where rid = any($1)", Column(old, item => item.Rid));
            batch.Add("delete from run_message where rid = any($1)", Column(old, item => item.Rid));
        }

        FlushItem[] claims = [.. items.Where(item => item.MustClaimName)];
        if (claims.Length > 0)
        {
            // Without "on conflict": a silo that took one of the names since makes the flush fail, and it begins anew.
            batch.Add("insert into run_name select * from unnest($1, $2, $3)", Column(claims, item => Row(item).Namespace), Column(claims, item => Row(item).Name), Column(claims, item => item.Commit.RunId));
        }

        batch.Add(Tally, Column(items, item => item.Rid), Column(items, item => Row(item).Namespace), Column(items, item => Row(item).Folder), Column(items, item => Row(item).Phase));
        batch.Add(
            Replace, Column(items, item => item.Rid), Column(items, item => Row(item).Uid), Column(items, item => Row(item).Namespace), Column(items, item => Row(item).Name),
            Column(items, item => Row(item).HoldsName), Column(items, item => Row(item).Phase), Column(items, item => Row(item).WorkflowTemplate),
            Column(items, item => Row(item).ClusterWorkflowTemplate), Column(items, item => Row(item).CronWorkflow), Column(items, item => Moments.ToStored(Row(item).CreatedAt)),
            Column(items, item => Stored(Row(item).StartedAt)), Column(items, item => Stored(Row(item).FinishedAt)), Column(items, item => Stored(Row(item).ExpiresAt)),
            Column(items, item => Row(item).Progress), Column(items, item => Row(item).Message), Column(items, item => Row(item).Priority), Column(items, item => Row(item).Creator),
            Column(items, item => Row(item).Suspended), full.Select(entry => entry.Labels).ToArray(), full.Select(entry => entry.Parameters).ToArray(),
            Column(items, item => Row(item).Summary.ToArray()), Column(items, item => item.Result.ChangeNumber), Column(items, item => Row(item).Folder));
        AddTerms(batch, items);
        FlushItem[] told = [.. items.Where(item => Row(item).Message is not null)];
        if (told.Length > 0)
        {
            batch.Add(
                Messages, Column(told, item => Moments.ToStored(Row(item).CreatedAt)), Column(told, item => Row(item).Uid), Column(told, item => item.Rid), Column(told, item => Row(item).Message));
        }
    }

    private static void AddTerms(Batch batch, FlushItem[] items)
    {
        (FlushItem Item, Guid Term)[] terms = [.. items.SelectMany(item => TermsOf(Row(item)).Select(term => (item, term)))];
        if (terms.Length > 0)
        {
            batch.Add(
                "insert into run_term select * from unnest($1, $2, $3, $4) on conflict do nothing",
                Array.ConvertAll(terms, entry => entry.Term), Array.ConvertAll(terms, entry => Moments.ToStored(Row(entry.Item).CreatedAt)),
                Array.ConvertAll(terms, entry => Row(entry.Item).Uid), Array.ConvertAll(terms, entry => entry.Item.Rid));
        }
    }

    private static IEnumerable<Guid> TermsOf(RunIndexRow row) =>
    [
        .. row.Labels.Select(pair => PostgreSqlText.Term('l', pair.Key, pair.Value)),
        .. row.Parameters.Where(pair => pair.Value.Length <= CommitRules.LongestSearchableValue).Select(pair => PostgreSqlText.Term('p', pair.Key, pair.Value)),
        .. PostgreSqlText.FolderTerms(row.Namespace, row.Folder),
    ];

    private static RunIndexRow Row(FlushItem item) => item.Commit.Index!;

    private static long? Stored(DateTimeOffset? moment) => moment is { } value ? Moments.ToStored(value) : null;

    private static T[] Column<T>(FlushItem[] items, Converter<FlushItem, T> value) => Array.ConvertAll(items, value);
}
