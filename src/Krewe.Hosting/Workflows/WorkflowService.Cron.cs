using Krewe.Client;
using Krewe.Engine.Cron;
using Krewe.Model;
using Krewe.Model.Schedules;

namespace Krewe.Hosting;

/// <content>The slot ledger.</content>
internal sealed partial class WorkflowService
{
    private const int UpcomingSlots = 5;

    public async Task<CronSlotPage> ListCronSlotsAsync(CronSlotsQuery query, CancellationToken cancellationToken = default)
    {
        var cron = (CronWorkflow)await GetResourceAsync(new ResourceRef(ResourceKind.CronWorkflow, query.Namespace, query.Name), cancellationToken).ConfigureAwait(false);
        var limit = query.Limit is > 0 and < LargestPage ? query.Limit : LargestPage;
        var slots = await _ledger.ListCronSlotsAsync(cron.Metadata.Uid!, query.Before, limit, cancellationToken).ConfigureAwait(false);
        var totals = await _ledger.CountCronSlotsAsync(cron.Metadata.Uid!, cancellationToken).ConfigureAwait(false);
        return new CronSlotPage
        {
            Items = [.. slots.Select(slot => new CronSlotEntry
            {
                DueAt = slot.DueAt,
                Outcome = slot.Outcome.ToString(),
                DecidedAt = slot.DecidedAt,
                Reason = slot.Reason,
                RunName = slot.RunName,
                RunUid = slot.RunUid,
            })],
            Totals = totals.ToDictionary(total => total.Key.ToString(), total => total.Value, StringComparer.Ordinal),
            Upcoming = Upcoming(cron),
            Continue = slots.Count == limit ? slots[^1].DueAt : null,
        };
    }

    private List<DateTimeOffset> Upcoming(CronWorkflow cron)
    {
        var upcoming = new List<DateTimeOffset>();
        if (cron.Spec.Suspend == true || cron.Metadata.Labels?.GetValueOrDefault(CronNames.CompletedLabel) == "true")
        {
            return upcoming;
        }

        var timetable = CronTimetable.Of(cron);
        for (var next = timetable.Next(_time.GetUtcNow()); next is { } slot && upcoming.Count < UpcomingSlots; next = timetable.Next(slot))
        {
            upcoming.Add(slot);
        }

        return upcoming;
    }
}
