using Krewe.Expressions;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Tags;
using Krewe.Expressions.When;
using Krewe.Model;
using Krewe.Model.Schedules;

namespace Krewe.Engine.Cron;

/// <summary>Decides about slots, in Argo's order: stop expression, suspension, stopped, <c>when</c>, concurrency.</summary>
public static class CronGate
{
    /// <summary>What to do about a slot of a valid cron workflow.</summary>
    public static CronDecision Decide(CronWorkflow cron, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cron);
        bool stops;
        try
        {
            stops = StopReached(cron, now);
        }
        catch (ExpressionException failure)
        {
            return new CronDecision(CronVerdict.SpecError, $"failed to check CronWorkflow '{cron.Metadata.Name}' stopping condition: failed to evaluate stop expression: {failure.Message}");
        }

        if (cron.Spec.Suspend == true)
        {
            return new CronDecision(CronVerdict.Skip, "suspended", stops);
        }

        if (stops || cron.Status?.Phase == CronStatusChanges.StoppedPhase)
        {
            return new CronDecision(CronVerdict.Skip, "stopped: the stop expression is fulfilled", stops);
        }

        try
        {
            return When(cron, now) ? Concurrency(cron) : new CronDecision(CronVerdict.Skip, "when is false");
        }
        catch (ExpressionException failure)
        {
            return new CronDecision(CronVerdict.SubmissionError, $"run policy error: {failure.Message}");
        }
    }

    /// <summary>Whether <c>when</c> allows a run; without one it does.</summary>
    /// <exception cref="ExpressionException">It cannot be evaluated.</exception>
    public static bool When(CronWorkflow cron, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cron);
        return cron.Spec.When is not { Length: > 0 } when
            || WhenExpression.ShouldExecute(TagTemplate.Parse(when).Replace(CronVariables.Of(cron, now), TagReplaceOptions.Strict));
    }

    /// <summary>Whether the stop expression is fulfilled; without one it is not.</summary>
    /// <exception cref="ExpressionException">It cannot be evaluated.</exception>
    public static bool StopReached(CronWorkflow cron, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cron);
        return cron.Spec.StopStrategy?.Expression is { } expression && ExprProgram.EvaluateBool(expression, CronVariables.Of(cron, now).Environment);
    }

    /// <summary>
    /// The slot that was missed and is to be run now, by Argo's rule: the latest one of a schedule since the last run, if it is within
    /// <c>startingDeadlineSeconds</c> and the schedules have not changed since.
    /// </summary>
    /// <exception cref="FormatException">A schedule is malformed.</exception>
    public static DateTimeOffset? MissedSlot(CronWorkflow cron, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cron);
        if (cron.Metadata.Annotations?.GetValueOrDefault(CronNames.LastUsedScheduleAnnotation) != CronTimetable.Text(cron.Spec)
            || cron.Status?.LastScheduledTime is not { } last
            || cron.Spec.StartingDeadlineSeconds is not { } deadline)
        {
            return null;
        }

        return CronTimetable.Schedules(cron).Select(schedule => schedule.Latest(last, now)).FirstOrDefault(missed => missed is { } slot && now < slot.AddSeconds(deadline));
    }

    private static CronDecision Concurrency(CronWorkflow cron)
    {
        var active = cron.Status?.Active is { Count: > 0 };
        return cron.Spec.ConcurrencyPolicy switch
        {
            null or "" or "Allow" => new CronDecision(CronVerdict.Start),
            "Forbid" => active ? new CronDecision(CronVerdict.Skip, "concurrencyPolicy is Forbid and a run is active", IsOfPolicy: true) : new CronDecision(CronVerdict.Start),
            "Replace" => new CronDecision(active ? CronVerdict.Replace : CronVerdict.Start),
            var other => new CronDecision(CronVerdict.SubmissionError, $"run policy error: invalid ConcurrencyPolicy: {other}"),
        };
    }
}
