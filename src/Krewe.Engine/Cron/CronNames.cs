using System.Globalization;

namespace Krewe.Engine.Cron;

/// <summary>Names, labels and annotations of cron workflows and their runs, as in Argo.</summary>
public static class CronNames
{
    /// <summary>Label of a run: name of its cron workflow.</summary>
    public const string OwnerLabel = "workflows.argoproj.io/cron-workflow";

    /// <summary>Label of a cron workflow that has stopped for good.</summary>
    public const string CompletedLabel = "cronworkflows.argoproj.io/completed";

    /// <summary>Annotation of a run: the slot it stands for.</summary>
    public const string ScheduledTimeAnnotation = "workflows.argoproj.io/scheduled-time";

    /// <summary>Annotation of a cron workflow: the schedules it was last run by.</summary>
    public const string LastUsedScheduleAnnotation = "cronworkflows.argoproj.io/last-used-schedule";

    /// <summary>
    /// Annotation of a stored cron workflow, never shown: the version that a user wrote last, after which only the engine wrote.
    /// Whoever read it since then has seen all that users may change.
    /// </summary>
    public const string UserVersionAnnotation = "cronworkflows.krewe.dev/user-version";

    /// <summary>Name of the run of a slot: the same however often the slot is tried, so that it starts once.</summary>
    public static string RunOf(string cron, DateTimeOffset slot) => string.Create(CultureInfo.InvariantCulture, $"{cron}-{slot.ToUnixTimeSeconds()}");
}
