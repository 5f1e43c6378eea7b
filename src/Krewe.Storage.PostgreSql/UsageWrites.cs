using Krewe.Storage.Sql;

namespace Krewe.Storage.PostgreSql;

/// <summary>Adds up usage.</summary>
internal static class UsageWrites
{
    private const string SameKey = "k.namespace = t.ns and k.folder = t.folder and k.template_kind = t.kind and k.template = t.template and k.creator = t.creator and k.labels = t.labels";

    // Rows of a statement in one order: two silos that meet do not wait in a circle.
    private const string Keys = $"""
        insert into usage_key ({UsageSql.KeyColumns})
        select distinct ns, folder, kind, template, creator, labels from unnest($1, $2, $3, $4, $5, $6) as t(ns, folder, kind, template, creator, labels)
        where not exists (select from usage_key k where {SameKey})
        order by ns, folder, kind, template, creator, labels
        on conflict do nothing
        """;

    private const string Resources = $"""
        insert into usage_resource as u (level, start, kid, part, name, amount)
        select t.level, t.start, k.kid, pg_backend_pid() % 8, t.name, sum(t.amount)
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as t(ns, folder, kind, template, creator, labels, level, start, name, amount) join usage_key k on {SameKey}
        group by t.level, t.start, k.kid, t.name order by t.level, t.start, k.kid, t.name
        on conflict (level, start, kid, part, name) do update set amount = u.amount + excluded.amount
        """;

    private static readonly string Figures = $"""
        insert into usage as u (level, start, kid, part, {Each("{0}")})
        select t.level, t.start, k.kid, pg_backend_pid() % 8, {Each("sum(t.{0})")}
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, {string.Join(", ", UsageSql.Figures.Select((_, i) => $"${i + 9}"))})
            as t(ns, folder, kind, template, creator, labels, level, start, {Each("{0}")}) join usage_key k on {SameKey}
        group by t.level, t.start, k.kid order by t.level, t.start, k.kid
        on conflict (level, start, kid, part) do update set {Each("{0} = u.{0} + excluded.{0}")}
        """;

    /// <summary>The last statements before the commit: rows of usage are held by one silo at a time.</summary>
    public static void Add(Batch batch, FlushItem[] granted)
    {
        if (!Array.Exists(granted, item => item.Commit.Usage.Count > 0))
        {
            return;
        }

        var writes = UsageSql.Writes(granted.SelectMany(item => item.Commit.Usage));
        batch.Add(Keys, KeyOf(writes));
        long[][] figures = [.. writes.Select(write => write.Figures.ToArray())];
        batch.Add(
            Figures,
            [.. KeyOf(writes), writes.Select(write => write.Level).ToArray(), writes.Select(write => write.Start).ToArray(), .. UsageSql.Figures.Select((_, i) => Array.ConvertAll(figures, row => row[i]))]);
        var amounts = writes.SelectMany(write => write.Figures.Resources.Select(resource => (Write: write, resource.Key, resource.Value))).ToArray();
        if (amounts.Length > 0)
        {
            batch.Add(
                Resources,
                [
                    .. KeyOf([.. amounts.Select(amount => amount.Write)]), Array.ConvertAll(amounts, amount => amount.Write.Level), Array.ConvertAll(amounts, amount => amount.Write.Start),
                    Array.ConvertAll(amounts, amount => amount.Key), Array.ConvertAll(amounts, amount => amount.Value),
                ]);
        }
    }

    private static object?[] KeyOf(IReadOnlyList<UsageWrite> writes) =>
    [
        writes.Select(write => write.Key.Namespace).ToArray(), writes.Select(write => write.Key.Folder).ToArray(), writes.Select(write => write.Key.TemplateKind).ToArray(),
        writes.Select(write => write.Key.Template).ToArray(), writes.Select(write => write.Key.Creator).ToArray(), writes.Select(write => write.Key.Labels).ToArray(),
    ];

    private static string Each(string text) => string.Join(", ", UsageSql.Figures.Select(figure => text.Replace("{0}", figure, StringComparison.Ordinal)));
}
