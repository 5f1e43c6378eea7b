using Krewe.Engine.Cron;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Grains;

/// <content>The runs that there are: counted when they end, deleted beyond the history limits.</content>
public sealed partial class CronOperator
{
    private const int PageSize = 500;
    private const int DefaultSucceeded = 3;
    private const int DefaultFailed = 1;

    private async Task<CronWorkflow> RefreshAsync(CronWorkflow cron, IReadOnlyList<RunIndexRow> rows, DateTimeOffset now)
    {
        var children = rows.Select(ChildOf).ToList();
        var latest = (await ledger.ListCronSlotsAsync(cron.Metadata.Uid!, null, PageSize)).FirstOrDefault(slot => slot.Outcome == CronSlotOutcome.Started);
        var changed = await objects.ChangeAsync(cron, current => WithLedger(current, latest).WithChildren(children, now)) ?? cron;
        await KeepHistoryAsync(changed, rows);
        return changed;
    }

    /// <summary>A crash may have come between the ledger and the status: the last run of the ledger is then put in as active, to be counted like any other.</summary>
    private static CronWorkflow WithLedger(CronWorkflow cron, CronSlot? latest) =>
        latest is { RunUid: { } uid, RunName: { } name } && !(cron.Status?.LastScheduledTime >= latest.DueAt)
            ? cron.WithStarted(new CronChild(name, cron.Metadata.Namespace!, uid, WorkflowPhase.Unknown, 0), latest.DueAt)
            : cron;

    private async Task<List<RunIndexRow>> ChildrenAsync(CronWorkflow cron)
    {
        var filter = new RunFilter { Namespace = cron.Metadata.Namespace, CronWorkflow = cron.Metadata.Name };
        var rows = new List<RunIndexRow>();
        RunCursor? after = null;
        do
        {
            var page = await queries.ListAsync(filter, after, PageSize);
            rows.AddRange(page.Rows);
            after = page.Next;
        }
        while (after is not null);

        return rows;
    }

    private async Task KeepHistoryAsync(CronWorkflow cron, IReadOnlyList<RunIndexRow> rows)
    {
        var ended = rows.Where(row => WorkflowPhase.IsCompleted(row.Phase)).ToLookup(row => row.Phase == WorkflowPhase.Succeeded);
        foreach (var row in Beyond(ended[true], cron.Spec.SuccessfulJobsHistoryLimit, DefaultSucceeded).Concat(Beyond(ended[false], cron.Spec.FailedJobsHistoryLimit, DefaultFailed)))
        {
            await runs.DeleteAsync(row.Uid);
        }
    }

    private static IEnumerable<RunIndexRow> Beyond(IEnumerable<RunIndexRow> rows, int? limit, int usual) =>
        rows.OrderByDescending(row => row.FinishedAt).Skip(limit is >= 0 ? limit.Value : usual);

    private static CronChild ChildOf(RunIndexRow row) => new(row.Name, row.Namespace, row.Uid, row.Phase, row.ChangeNumber);
}
