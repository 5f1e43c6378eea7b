using Krewe.Engine.Cron;
using Krewe.Model;
using Krewe.Model.Schedules;
using Krewe.Storage;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains;

/// <summary>Does what is due of one cron workflow.</summary>
/// <remarks>
/// For each slot: first the run, whose name follows from the slot, then the ledger, then the object's status. Whatever is cut off
/// in between is made up for by the next call, which finds the run by its name, or the ledger ahead of the status. One call
/// at a time for a cron workflow: its grain sees to that.
/// </remarks>
public sealed partial class CronOperator(IObjectStore objects, ICronStore ledger, IRunQueries queries, ICronRuns runs, EngineInstruments instruments, TimeProvider time, ILogger<CronOperator> logger)
{
    /// <summary>How many slots the ledger keeps of each cron workflow.</summary>
    public const int LedgerLimit = 10_000;

    /// <summary>A timer that rings later than this was not there in time: the machine slept, say.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);

    /// <summary>Accounts for all slots up to now.</summary>
    /// <param name="namespace">Namespace of the cron workflow.</param>
    /// <param name="name">Its name.</param>
    /// <param name="armedFor">The slot that the caller's timer was set to; null when nobody was waiting.</param>
    /// <returns>When the next slot is due; null when none is, or there is no such cron workflow.</returns>
    public async Task<DateTimeOffset?> AdvanceAsync(string @namespace, string name, DateTimeOffset? armedFor)
    {
        if (await objects.FindAsync(@namespace, name) is not { Metadata.Uid: { } uid } cron)
        {
            return null;
        }

        var key = new CronKey(uid, @namespace, name);
        var now = time.GetUtcNow();
        var text = CronTimetable.Text(cron.Spec);
        var state = await ledger.LoadCronAsync(uid) ?? new CronState(key, cron.Metadata.CreationTimestamp ?? now, text, null);
        // A new schedule begins now: it was never due before.
        state = state.Schedule == text ? state : state with { Cursor = now, Schedule = text };
        var children = await ChildrenAsync(cron);
        cron = await RefreshAsync(cron, children, now);
        if (IsOver(cron))
        {
            await ledger.CommitCronAsync(state with { WakeupAt = null }, []);
            return null;
        }

        CronTimetable timetable;
        try
        {
            timetable = CronTimetable.Of(cron);
        }
        catch (FormatException malformed)
        {
            instruments.Failed(ErrorCause.CronSpec);
            await objects.ChangeAsync(cron, current => current.WithSpecError(malformed.Message));
            await ledger.CommitCronAsync(state with { WakeupAt = null }, []);
            return null;
        }

        return await PassAsync(new Pass(cron, timetable, state, children, now, armedFor));
    }

    private static bool IsOver(CronWorkflow cron) => cron.Metadata.Labels?.GetValueOrDefault(CronNames.CompletedLabel) == "true";

    private async Task<DateTimeOffset?> PassAsync(Pass pass)
    {
        var due = pass.Timetable.Between(pass.State.Cursor, pass.Now, LedgerLimit);
        var plan = new CatchUpPlan(pass.Cron, [.. due.Where(slot => !pass.IsInTime(slot, Lateness))], pass.Now);
        var waits = false;
        foreach (var slot in due)
        {
            if (pass.RunOf(slot) is { } run)
            {
                // An earlier attempt got as far as the run.
                await StartedAsync(pass, slot, run, late: false);
                continue;
            }

            if (plan.MissedReason(slot) is { } reason)
            {
                pass.Add(new CronSlot { DueAt = slot, Outcome = CronSlotOutcome.Missed, DecidedAt = pass.Now, Reason = reason });
                continue;
            }

            if (IsOver(pass.Cron))
            {
                break;
            }

            waits = plan.MustWait(slot, pass.Cron);
            if (waits)
            {
                break;
            }

            await FireAsync(pass, slot, plan.IsMissed(slot));
        }

        var wakeup = IsOver(pass.Cron) ? null : pass.Timetable.Next(pass.State.Cursor);
        await CommitAsync(pass, wakeup);
        if (due.Count > 0)
        {
            await ledger.TrimCronAsync(pass.State.Key.Uid, LedgerLimit);
            // What was started meanwhile may have ended, and was told of while nobody listened.
            await RefreshAsync(pass.Cron, await ChildrenAsync(pass.Cron), pass.Now);
        }

        // What waits for a run to end is looked at when it does.
        return waits ? pass.Timetable.Next(pass.Now) : wakeup;
    }

    private async Task FireAsync(Pass pass, DateTimeOffset slot, bool late)
    {
        var runName = CronNames.RunOf(pass.Cron.Metadata.Name!, slot);
        var schedule = pass.State.Schedule;
        var problem = await runs.ProblemAsync(pass.Cron);
        await pass.ChangeAsync(objects, current => current.WithLastUsedSchedule(schedule).WithSpecError(problem));
        var decision = problem is null ? CronGate.Decide(pass.Cron, pass.Now) : new CronDecision(CronVerdict.SpecError, problem);
        if (decision.Stops)
        {
            await pass.ChangeAsync(objects, CronStatusChanges.WithStop);
        }

        switch (decision.Verdict)
        {
            case CronVerdict.Skip:
                if (decision.IsOfPolicy)
                {
                    instruments.CronPolicyApplied(pass.State.Key.Name, pass.State.Key.Namespace, "Forbid");
                }

                pass.Add(pass.Account(slot, CronSlotOutcome.Skipped, decision.Reason));
                break;
            case CronVerdict.SpecError:
                instruments.Failed(ErrorCause.CronSpec);
                pass.Add(pass.Account(slot, CronSlotOutcome.Failed, decision.Reason));
                await CommitAsync(pass, slot);
                await pass.ChangeAsync(objects, current => current.WithSpecError(decision.Reason));
                break;
            case CronVerdict.SubmissionError:
                await FailedAsync(pass, slot, decision.Reason!);
                break;
            default:
                await StartAsync(pass, slot, runName, decision.Verdict == CronVerdict.Replace, late);
                break;
        }
    }

    private async Task StartAsync(Pass pass, DateTimeOffset slot, string runName, bool replaces, bool late)
    {
        if (replaces)
        {
            instruments.CronPolicyApplied(pass.State.Key.Name, pass.State.Key.Namespace, "Replace");
        }

        foreach (var active in replaces ? pass.Cron.Status?.Active ?? [] : [])
        {
            await runs.TerminateAsync(active.GetProperty("uid").GetString()!);
        }

        var start = await runs.StartAsync(pass.Cron, runName, slot);
        if (start.Uid is { } uid)
        {
            await StartedAsync(pass, slot, new CronChild(runName, pass.Cron.Metadata.Namespace!, uid, WorkflowPhase.Unknown, start.Version), late);
        }
        else
        {
            await FailedAsync(pass, slot, $"Failed to submit Workflow: {start.Error}");
        }
    }

    private async Task StartedAsync(Pass pass, DateTimeOffset slot, CronChild child, bool late)
    {
        var account = pass.Account(slot, CronSlotOutcome.Started, late ? "caught up" : null);
        pass.Add(account with { RunName = child.Name, RunUid = child.Uid });
        await CommitAsync(pass, slot);
        await pass.ChangeAsync(objects, current => current.WithStarted(child, slot));
        instruments.CronStarted(pass.State.Key.Name, pass.State.Key.Namespace);
        LogStarted(pass.State.Key.Namespace, pass.State.Key.Name, child.Name);
    }

    private async Task FailedAsync(Pass pass, DateTimeOffset slot, string reason)
    {
        instruments.Failed(ErrorCause.CronSubmission);
        pass.Add(pass.Account(slot, CronSlotOutcome.Failed, reason));
        await CommitAsync(pass, slot);
        await pass.ChangeAsync(objects, current => current.WithSubmissionError(reason));
    }

    private Task CommitAsync(Pass pass, DateTimeOffset? wakeup) => ledger.CommitCronAsync(pass.State with { WakeupAt = wakeup }, pass.Take());

    [LoggerMessage(EventId = 150, Level = LogLevel.Information, Message = "cron workflow {Namespace}/{Name} started {Run}")]
    private partial void LogStarted(string @namespace, string name, string run);
}
