using Krewe.Model.Schedules;

namespace Krewe.Model.Validation;

/// <summary>Checks what a CronWorkflow has beside its workflow.</summary>
internal static class CronRules
{
    public static void Check(CronWorkflowSpec spec, Findings findings)
    {
        var schedules = spec.Schedules ?? [];
        if (schedules.Count == 0)
        {
            findings.Add(new Place("", "spec"), "cron workflow must have at least one schedule");
        }

        for (var i = 0; i < schedules.Count; i++)
        {
            findings.AddIf(new Place("", $"spec.schedules[{i}]"), CronSchedule.Problem(schedules[i]) is { } problem ? $"cron schedule {schedules[i]} is malformed: {problem}" : null);
        }

        if (!string.IsNullOrEmpty(spec.Timezone) && !TimeZoneInfo.TryFindSystemTimeZoneById(spec.Timezone, out _))
        {
            findings.Add(new Place("", "spec.timezone"), $"invalid timezone \"{spec.Timezone}\": unknown time zone {spec.Timezone}");
        }

        if (spec.ConcurrencyPolicy is not (null or "" or "Allow" or "Forbid" or "Replace"))
        {
            findings.Add(new Place("", "spec.concurrencyPolicy"), $"'{spec.ConcurrencyPolicy}' is not a valid concurrencyPolicy");
        }

        if (spec.StartingDeadlineSeconds < 0)
        {
            findings.Add(new Place("", "spec.startingDeadlineSeconds"), "startingDeadlineSeconds must be positive");
        }
    }
}
