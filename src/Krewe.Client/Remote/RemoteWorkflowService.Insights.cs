using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Krewe.Client.Wire;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    /// <inheritdoc/>
    public Task<RunOverview> GetOverviewAsync(RunRef run, CancellationToken cancellationToken = default) =>
        GetAsync(PagePath(run, "") + Of(run), WireJson.Default.RunOverview, cancellationToken);

    /// <inheritdoc/>
    public Task<FailureReport> ExplainAsync(RunRef run, CancellationToken cancellationToken = default) =>
        GetAsync(PagePath(run, "/failure") + Of(run), WireJson.Default.FailureReport, cancellationToken);

    /// <inheritdoc/>
    public Task<NodePage> ListNodesAsync(NodesQuery query, CancellationToken cancellationToken = default)
    {
        var text = Of(query.Run).Add("parent", query.Parent).Add("part", query.Part).Add("depth", Text(query.Depth)).Add("limit", Text(query.Limit)).Add("continue", query.Continue)
            .Add("phases", query.Phases.Count == 0 ? null : string.Join(',', query.Phases)).Add("name", query.Name).Add("everywhere", query.Everywhere);
        return GetAsync(PagePath(query.Run, "/nodes") + text, WireJson.Default.NodePage, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<NodeChanges> ListNodeChangesAsync(RunRef run, long since, CancellationToken cancellationToken = default) =>
        GetAsync(PagePath(run, "/nodes/changes") + Of(run).Add("since", Text(since)), WireJson.Default.NodeChanges, cancellationToken);

    /// <inheritdoc/>
    public Task<LogRange> ReadLogRangeAsync(LogRangeQuery query, CancellationToken cancellationToken = default)
    {
        var text = Of(query.Run).Add("node", query.Node).Add("container", query.Container).Add("first", Text(query.First)).Add("count", Text(query.Count));
        return GetAsync(PagePath(query.Run, "/log/lines") + text, WireJson.Default.LogRange, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<LogSearchPage> SearchLogsAsync(LogSearchQuery query, CancellationToken cancellationToken = default)
    {
        var text = Of(query.Run).Add("node", query.Node).Add("container", query.Container).Add(query.IsRegex ? "regex" : "text", query.Text)
            .Add("ignoreCase", query.IgnoreCase).Add("limit", Text(query.Limit)).Add("continue", query.Continue);
        return GetAsync(PagePath(query.Run, "/log/search") + text, WireJson.Default.LogSearchPage, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<NodeChanges> WatchNodeChangesAsync(RunRef run, long since, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var json in StreamAsync(PagePath(run, "/nodes/watch") + Of(run).Add("since", Text(since)), cancellationToken).ConfigureAwait(false))
        {
            yield return json.Deserialize(WireJson.Default.NodeChanges)!;
        }
    }

    /// <inheritdoc/>
    public Task<TimelinePage> GetTimelineAsync(TimelineQuery query, CancellationToken cancellationToken = default)
    {
        var text = Of(query.Run).Add("limit", Text(query.Limit)).Add("continue", query.Continue)
            .Add("phases", query.Phases.Count == 0 ? null : string.Join(',', query.Phases)).Add("name", query.Name);
        return GetAsync(PagePath(query.Run, "/timeline") + text, WireJson.Default.TimelinePage, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CriticalPathReport> GetCriticalPathAsync(RunRef run, CancellationToken cancellationToken = default) =>
        GetAsync(PagePath(run, "/critical-path") + Of(run), WireJson.Default.CriticalPathReport, cancellationToken);

    /// <inheritdoc/>
    public Task<RunComparison> CompareAsync(RunRef left, RunRef right, CancellationToken cancellationToken = default)
    {
        var text = Of(left).Add("with", right.Name).Add("withNamespace", right.Namespace).Add("withUid", right.Uid);
        return GetAsync(PagePath(left, "/compare") + text, WireJson.Default.RunComparison, cancellationToken);
    }

    private static string PagePath(RunRef run, string part) => $"{InsightRoutes.Runs}/{Escape(run.Namespace)}/{Escape(run.Name)}{part}";

    private static QueryText Of(RunRef run) => new QueryText().Add("uid", run.Uid);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
