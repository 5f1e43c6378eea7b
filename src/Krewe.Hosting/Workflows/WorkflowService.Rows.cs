using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>Lists of runs as rows.</content>
internal sealed partial class WorkflowService
{
    private const int UsualPage = 50;

    /// <summary>Beyond so many, who looks at a list reads "more than".</summary>
    private const int MostCounted = 1_000;

    public async Task<RunRowPage> ListRowsAsync(RunRowsQuery query, CancellationToken cancellationToken = default)
    {
        var now = _time.GetUtcNow();
        var order = RunRows.OrderOf(query.Sort);
        var filter = FilterOf(query, now);
        var limit = query.Limit == 0 ? UsualPage : Math.Clamp(query.Limit, 1, LargestPage);
        var counting = query.Counts ? _queries.CountAsync(filter, MostCounted, cancellationToken) : Task.FromResult<RunCounts>(null!);
        var page = await _queries.ListAsync(filter, order, RunRows.PlaceOf(query.Cursor, order), limit, cancellationToken).ConfigureAwait(false);
        var counts = await counting.ConfigureAwait(false);
        return new RunRowPage
        {
            Items = [.. page.Rows.Select(row => RunRows.Of(row, now))],
            Cursor = page.Next is { } next ? RunRows.TokenOf(next, order) : null,
            Counts = query.Counts ? RunRows.CountsOf(counts) : null,
            CountsAreAll = query.Counts ? counts.AreAll : null,
        };
    }

    private static RunFilter FilterOf(RunRowsQuery query, DateTimeOffset now)
    {
        var filter = new RunFilter
        {
            Namespace = query.Namespace.Length > 0 ? query.Namespace : query.Within is [var only] ? only : null,
            Where = query is { Namespace: "", Within: { Count: not 1 } within } ? new TextCondition(RunText.Namespace, null, [.. within.Select(TextPattern.Is)]) : null,
        };
        filter = RunFolders.Within(filter, query.Places);
        return string.IsNullOrWhiteSpace(query.Filter) ? filter : RunFilterLanguage.Add(filter, query.Filter, new FilterContext(now, query.Me));
    }
}
