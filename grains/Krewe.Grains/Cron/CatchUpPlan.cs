using Krewe.Engine.Cron;
using Krewe.Model;
using Krewe.Model.Schedules;

namespace Krewe.Grains;

/// <summary>Which of the slots that nobody was there for are run all the same.</summary>
internal sealed class CatchUpPlan
{
    private readonly CronOptions _options;
    private readonly HashSet<DateTimeOffset> _missed;
    private readonly HashSet<DateTimeOffset> _chosen;

    public CatchUpPlan(CronWorkflow cron, IReadOnlyList<DateTimeOffset> missed, DateTimeOffset now)
    {
        _options = CronOptions.Of(cron.Metadata);
        _missed = [.. missed];
        _chosen = missed.Count == 0 ? [] : _options.CatchUp switch
        {
            CatchUpPolicy.Last => CronGate.MissedSlot(cron, now) is { } last ? [last] : [],
            CatchUpPolicy.All => [.. missed.TakeLast(_options.CatchUpLimit)],
            _ => [],
        };
    }

    public bool IsMissed(DateTimeOffset slot) => _missed.Contains(slot);

    /// <summary>Why the slot stays without a run; null when it gets its chance.</summary>
    public string? MissedReason(DateTimeOffset slot) => !_missed.Contains(slot) || _chosen.Contains(slot) ? null : _options.CatchUp switch
    {
        CatchUpPolicy.None => "no engine was running; catch-up is none",
        CatchUpPolicy.All => $"no engine was running; beyond the catch-up limit of {_options.CatchUpLimit}",
        _ => "no engine was running; only the last missed slot is caught up, within startingDeadlineSeconds",
    };

    /// <summary>Whether a slot to be caught up stands back until the active run has ended, so that none is lost to <c>Forbid</c>.</summary>
    public bool MustWait(DateTimeOffset slot, CronWorkflow cron) =>
        _options.CatchUp == CatchUpPolicy.All && IsMissed(slot) && cron is { Spec: { ConcurrencyPolicy: "Forbid", Suspend: not true }, Status.Active.Count: > 0 };
}
