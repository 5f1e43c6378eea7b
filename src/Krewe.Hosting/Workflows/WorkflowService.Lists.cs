using System.Globalization;
using System.Text.Json;
using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>Lists of runs.</content>
internal sealed partial class WorkflowService
{
    private const int LargestPage = 500;
    private const int MostLabels = 1000;

    public async Task<WorkflowList> ListAsync(ListRunsQuery query, CancellationToken cancellationToken = default)
    {
        var filter = RunFilters.Of(query, _time.GetUtcNow());
        var limit = query.Limit is > 0 and < LargestPage ? query.Limit : LargestPage;
        var after = RunFilters.OffsetOf(query.Continue) is { } offset
            ? await SkipAsync(filter, offset, cancellationToken).ConfigureAwait(false)
            : RunFilters.CursorOf(query.Continue);
        var page = await _queries.ListAsync(filter.Stored, after, limit, cancellationToken).ConfigureAwait(false);
        var items = new List<Workflow>(page.Rows.Count);
        foreach (var row in page.Rows.Where(filter.Matches))
        {
            if (query.IncludeNodes)
            {
                // One that was deleted since the page was read is not in the list.
                if (await ReadOrSummarizeAsync(row, cancellationToken).ConfigureAwait(false) is { } run)
                {
                    items.Add(run);
                }
            }
            else
            {
                items.Add(Summary(row));
            }
        }

        return new WorkflowList
        {
            Metadata = new ListMeta
            {
                Continue = page.Next is { } next ? RunFilters.TokenOf(next) : null,
                ResourceVersion = page.ChangeNumber.ToString(CultureInfo.InvariantCulture),
                RemainingItemCount = query.CountRemaining ? await CountAfterAsync(filter, page, cancellationToken).ConfigureAwait(false) : null,
            },
            Items = items,
        };
    }

    public Task<IReadOnlyList<string>> ListLabelKeysAsync(string @namespace, CancellationToken cancellationToken = default) =>
        _queries.ListLabelsAsync(@namespace.Length == 0 ? null : @namespace, key: null, MostLabels, cancellationToken);

    public Task<IReadOnlyList<string>> ListLabelValuesAsync(string @namespace, string key, CancellationToken cancellationToken = default) =>
        _queries.ListLabelsAsync(@namespace.Length == 0 ? null : @namespace, key, MostLabels, cancellationToken);

    /// <summary>Where the page begins that leaves out the newest runs.</summary>
    private async Task<RunCursor?> SkipAsync(RunFilters filter, int count, CancellationToken cancellationToken)
    {
        RunCursor? after = null;
        while (count > 0)
        {
            var page = await _queries.ListAsync(filter.Stored, after, Math.Min(count, LargestPage), cancellationToken).ConfigureAwait(false);
            if (page.Rows.Count == 0)
            {
                break;
            }

            after = RunCursor.Behind(page.Rows[^1], RunOrder.Newest);
            count -= page.Rows.Count;
        }

        return after;
    }

    private async Task<long> CountAfterAsync(RunFilters filter, RunPage page, CancellationToken cancellationToken)
    {
        if (page.Next is not { } next)
        {
            return 0;
        }

        // Those created in the same instant as the last row are told apart by uid, which a filter cannot say.
        var before = filter.Stored.CreatedBefore is { } bound && bound < next.At ? bound : next.At;
        var older = await _queries.CountByPhaseAsync(filter.Stored with { CreatedBefore = before }, cancellationToken).ConfigureAwait(false);
        var instant = filter.Stored with { CreatedFrom = next.At, CreatedBefore = next.At.AddMilliseconds(1) };
        var same = await _queries.ListAsync(instant, next, LargestPage, cancellationToken).ConfigureAwait(false);
        return older.Values.Sum() + same.Rows.Count;
    }

    /// <summary>The whole run. Of one whose record is damaged there is its row, so that it does not take the others of the list with it.</summary>
    private async Task<Workflow?> ReadOrSummarizeAsync(RunIndexRow row, CancellationToken cancellationToken)
    {
        try
        {
            return await TryReadAsync(row, cancellationToken).ConfigureAwait(false);
        }
        catch (KreweException damaged) when (damaged.Code == KreweErrorCode.DataLoss)
        {
            var summary = Summary(row);
            var status = summary.Status ?? new WorkflowStatus();
            return summary with { Status = status with { Conditions = [.. status.Conditions ?? [], new Condition { Type = "RecordDamaged", Status = "True", Message = damaged.Message }] } };
        }
    }

    /// <summary>What lists show of a run: all but its nodes and the templates it runs.</summary>
    internal static Workflow Summary(RunIndexRow row) => Versioned(
        JsonSerializer.Deserialize(row.Summary.Span, ModelJson.Default.Workflow) ?? throw new StorageException($"run {row.Uid} has no summary"),
        row.ChangeNumber);
}
