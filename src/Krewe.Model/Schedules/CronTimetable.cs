namespace Krewe.Model.Schedules;

/// <summary>All schedules of a cron workflow as one series of slots.</summary>
/// <remarks>
/// <c>@every</c> counts from the creation of the cron workflow, so that its slots do not depend on when an engine was started.
/// Immutable.
/// </remarks>
public sealed class CronTimetable
{
    private readonly IReadOnlyList<CronSchedule> _schedules;
    private readonly DateTimeOffset _anchor;

    private CronTimetable(IReadOnlyList<CronSchedule> schedules, DateTimeOffset anchor)
    {
        _schedules = schedules;
        _anchor = anchor;
    }

    /// <summary>The timetable of a cron workflow.</summary>
    /// <exception cref="FormatException">A schedule, its time zone or an annotation of ours is malformed.</exception>
    public static CronTimetable Of(CronWorkflow cron)
    {
        ArgumentNullException.ThrowIfNull(cron);
        return new CronTimetable(Schedules(cron), cron.Metadata.CreationTimestamp ?? DateTimeOffset.UnixEpoch);
    }

    /// <summary>The schedules one by one.</summary>
    /// <exception cref="FormatException">A schedule, its time zone or an annotation of ours is malformed.</exception>
    public static IReadOnlyList<CronSchedule> Schedules(CronWorkflow cron)
    {
        var zone = cron.Spec.Timezone is { Length: > 0 } name ? CronSchedule.Zone(name) : null;
        var repeated = CronOptions.Of(cron.Metadata).RepeatedHour;
        return [.. (cron.Spec.Schedules ?? []).Select(text => CronSchedule.Parse(text, zone, repeated))];
    }

    /// <summary>The schedules as one text, with their time zone, as Argo notes it.</summary>
    public static string Text(CronWorkflowSpec spec) =>
        string.Join(',', (spec.Schedules ?? []).Select(schedule => spec.Timezone is { Length: > 0 } zone ? $"CRON_TZ={zone} {schedule}" : schedule));

    /// <summary>The first slot after a moment; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => _schedules.Min(schedule => schedule.Next(after, _anchor));

    /// <summary>Slots after one moment up to another, itself included; only the latest ones if there are more than a number.</summary>
    public IReadOnlyList<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset upTo, int most)
    {
        var slots = new Queue<DateTimeOffset>();
        for (var slot = Next(after); slot <= upTo; slot = Next(slot.Value))
        {
            slots.Enqueue(slot.Value);
            if (slots.Count > most)
            {
                slots.Dequeue();
            }
        }

        return [.. slots];
    }
}
