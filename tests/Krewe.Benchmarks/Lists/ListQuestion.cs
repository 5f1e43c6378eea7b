using Krewe.Client;

namespace Krewe.Benchmarks.Lists;

/// <summary>Something that is asked of a list, and how a person would write it in SQL for that one question.</summary>
/// <param name="What">What, in words.</param>
/// <param name="Query">As the API takes it.</param>
/// <param name="ByHand">The statement, which selects the columns of a row.</param>
/// <param name="IsCount">Whether numbers are asked for and not rows.</param>
internal sealed record ListQuestion(string What, RunRowsQuery Query, string ByHand, bool IsCount = false)
{
    private const string Columns = "uid, namespace, name, phase, message, created, started, finished, progress, priority, suspended, creator, workflow_template, cluster_template, cron_workflow, labels, parameters";
    private const string Newest = "order by created desc, uid desc limit 51";

    public static IReadOnlyList<ListQuestion> All(string deepCursor, long deepCreated, string deepUid) =>
    [
        Of("first page", "", $"true {Newest}"),
        Of("first page of a namespace", $"namespace:{StoredRunSample.BusyNamespace}", $"namespace = '{StoredRunSample.BusyNamespace}' {Newest}"),
        new("a page after 500,000 rows", new RunRowsQuery { Cursor = deepCursor }, $"select {Columns} from run_index where (created, uid) < ({deepCreated}, '{deepUid}') {Newest}"),
        Of("namespace and phase", "namespace:team-3 status:failed", $"namespace = 'team-3' and phase = 'Failed' {Newest}"),
        Of("two phases", "status:failed,error", $"phase in ('Failed', 'Error') {Newest}"),
        Of("a common label", "label:team=team-0", $"labels @> '{{\"team\":\"team-0\"}}' {Newest}"),
        Of("a rare label", "label:app=app-17", $"labels @> '{{\"app\":\"app-17\"}}' {Newest}"),
        Of("a rare label and a phase", "label:app=app-17 status:failed", $"labels @> '{{\"app\":\"app-17\"}}' and phase = 'Failed' {Newest}"),
        Of("a busy template", $"template:{StoredRunSample.BusyTemplate}", $"(workflow_template = '{StoredRunSample.BusyTemplate}' or cluster_template = '{StoredRunSample.BusyTemplate}') {Newest}"),
        Of("failed runs of a busy template", $"template:{StoredRunSample.BusyTemplate} status:failed", $"workflow_template = '{StoredRunSample.BusyTemplate}' and phase = 'Failed' {Newest}"),
        Of("a rare template", $"template:{StoredRunSample.RareTemplate}", $"workflow_template = '{StoredRunSample.RareTemplate}' {Newest}"),
        Of("a common beginning of names", "name:template-0*", $"name like 'template-0%' {Newest}"),
        Of("a rare beginning of names", "name:template-000-0f1*", $"name like 'template-000-0f1%' {Newest}"),
        Of("a part of a rare name", "0f1a77", $"name like '%0f1a77%' {Newest}"),
        Of("an argument", "param.branch:feature-7", $"parameters @> '{{\"branch\":\"feature-7\"}}' {Newest}"),
        Of("an argument in part", "param.branch:feature-7*", $"parameters ->> 'branch' like 'feature-7%' {Newest}"),
        Of("long runs", "duration:>50m", $"finished - started > 3000000 {Newest}"),
        Of("runs of one that failed and last two days", "creator:user-0 status:failed created:>2d", $"creator = 'user-0' and phase = 'Failed' {Newest}"),
        Of("a part of a message", "status:failed message:\"001-7\"", $"phase = 'Failed' and message like '%001-7%' {Newest}"),
        Of("a folder with many runs", $"folder:{StoredRunSample.BusyFolder}", $"{In(StoredRunSample.BusyFolder)} {Newest}"),
        Of("a folder with few runs", $"folder:{StoredRunSample.RareFolder}", $"{In(StoredRunSample.RareFolder)} {Newest}"),
        Of("failed runs of a folder with few runs", $"folder:{StoredRunSample.RareFolder} status:failed", $"{In(StoredRunSample.RareFolder)} and phase = 'Failed' {Newest}"),
        Confined("a common label, for who may see two folders with few runs", "label:team=team-0", $"namespace = 'team-0' and {In(StoredRunSample.RareFolder)} {Newest}"),
        Confined("first page, for who may see two folders with few runs", "", $"(namespace = 'team-3' and {In("area-18")} or {In(StoredRunSample.RareFolder)}) {Newest}"),
        Of("a part of a rare message", "message:\"template-150-7\"", $"message like '%template-150-7%' {Newest}"),
        Of("by finish", "", "finished is not null order by finished desc, uid desc limit 51", "-finished"),
        Of("by name", "", "true order by name, uid limit 51", "name"),
        Count("how many there are by phase", "", "select phase, count(*) from run_index group by phase"),
        Count("how many a namespace has by phase", "namespace:team-0", "select phase, count(*) from run_index where namespace = 'team-0' group by phase"),
        Count("how many a common label has by phase (to 1,000)", "label:team=team-0", "select phase, count(*) from run_index where labels @> '{\"team\":\"team-0\"}' group by phase"),
        Count("how many long runs there are by phase (to 1,000)", "duration:>50m", "select phase, count(*) from run_index where finished - started > 3000000 group by phase"),
        Count("how many a folder has by phase", $"folder:{StoredRunSample.BusyFolder}", $"select phase, count(*) from run_index where {In(StoredRunSample.BusyFolder)} group by phase"),
        Count("how many a creator has in a folder by phase (to 1,000)", $"folder:{StoredRunSample.BusyFolder} creator:user-3", $"select phase, count(*) from run_index where creator = 'user-3' and {In(StoredRunSample.BusyFolder)} group by phase"),
    ];

    private static ListQuestion Confined(string what, string filter, string where)
    {
        var question = Of(what, filter, where);
        return question with { Query = question.Query with { Places = [new FolderPlace("team-3", "area-18"), new FolderPlace(null, StoredRunSample.RareFolder)] } };
    }

    private static string In(string folder) => $"(folder = '{folder}' or folder like '{folder}/%')";

    private static ListQuestion Of(string what, string filter, string where, string? sort = null) =>
        new(what, new RunRowsQuery { Filter = filter, Sort = sort }, $"select {Columns} from run_index where {where}");

    private static ListQuestion Count(string what, string filter, string sql) => new(what, new RunRowsQuery { Filter = filter, Counts = true, Limit = 1 }, sql, IsCount: true);
}
