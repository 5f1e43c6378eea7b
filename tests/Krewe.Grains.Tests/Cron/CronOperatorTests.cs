using CsCheck;
using Krewe.Engine.Cron;
using Krewe.Model;
using Krewe.Model.Schedules;
using Krewe.Storage;

namespace Krewe.Grains.Tests.Cron;

public sealed class CronOperatorTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly CronWorkflowSpec EveryMinute = new() { Schedules = ["* * * * *"] };

    [Fact]
    public async Task DueSlots_StartRunsNamedAfterThem()
    {
        var bench = new CronBench(EveryMinute);

        await bench.PassAsync(2 * Minute);

        Assert.Equal(["c-1767268860", "c-1767268920"], bench.Started);
        Assert.Equal("12:01 Started, 12:02 Started", await bench.LedgerAsync());
        var cron = bench.Object;
        Assert.Equal(2, cron.Status!.Active!.Count);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 12, 2, 0, TimeSpan.Zero), cron.Status.LastScheduledTime);
        Assert.Equal("Active", cron.Status.Phase);
        Assert.Equal("CRON_TZ=UTC * * * * *", cron.Metadata.Annotations![CronNames.LastUsedScheduleAnnotation]);
    }

    [Fact]
    public async Task KillBetweenStartAndLedger_StartsOnce()
    {
        var bench = new CronBench(EveryMinute with { ConcurrencyPolicy = "Forbid", StartingDeadlineSeconds = 30 }) { DiesAfterStart = true };
        await Assert.ThrowsAsync<IOException>(() => bench.PassAsync(Minute));
        Assert.Equal("", await bench.LedgerAsync());

        bench.DiesAfterStart = false;
        await bench.BeDownAsync(TimeSpan.FromSeconds(5));

        Assert.Single(bench.Started);
        Assert.Equal("12:01 Started", await bench.LedgerAsync());
        Assert.Single(bench.Object.Status!.Active!);
    }

    [Fact]
    public async Task KillBetweenLedgerAndStatus_CountsTheRunOnce()
    {
        var bench = new CronBench(EveryMinute);
        await bench.PassAsync(Minute);
        // The object as it was before the slot: the status was not written any more.
        bench.Write(bench.Object with { Status = null });
        await bench.EndAsync(bench.Started[0], WorkflowPhase.Succeeded);
        await bench.LookAsync();

        Assert.Equal((1, 0), (bench.Object.Status!.Succeeded, bench.Object.Status.Failed));
        Assert.Empty(bench.Object.Status.Active!);
    }

    [Fact]
    public async Task Suspended_SkipsAndSaysSo()
    {
        var bench = new CronBench(EveryMinute with { Suspend = true });

        await bench.PassAsync(2 * Minute);

        Assert.Empty(bench.Started);
        Assert.Equal("12:01 Skipped, 12:02 Skipped", await bench.LedgerAsync());
        Assert.Equal("suspended", (await bench.Store.ListCronSlotsAsync("cron-uid", null, 1))[0].Reason);
    }

    [Fact]
    public async Task Forbid_SkipsUntilTheRunHasEnded()
    {
        var bench = new CronBench(EveryMinute with { ConcurrencyPolicy = "Forbid" });
        await bench.PassAsync(2 * Minute);

        await bench.EndAsync(bench.Started[0], WorkflowPhase.Failed);
        await bench.PassAsync(Minute);

        Assert.Equal("12:01 Started, 12:02 Skipped, 12:03 Started", await bench.LedgerAsync());
        Assert.Equal((0, 1), (bench.Object.Status!.Succeeded, bench.Object.Status.Failed));
    }

    [Fact]
    public async Task Replace_TerminatesWhatIsActive()
    {
        var bench = new CronBench(EveryMinute with { ConcurrencyPolicy = "Replace" });

        await bench.PassAsync(2 * Minute);

        Assert.Equal(["uid-" + bench.Started[0]], bench.Terminated);
        Assert.Equal(2, bench.Started.Count);
    }

    [Fact]
    public async Task StopExpression_EndsItForGood()
    {
        var bench = new CronBench(EveryMinute with { StopStrategy = new StopStrategy { Expression = "cronworkflow.succeeded >= 1" } });
        await bench.PassAsync(Minute);

        await bench.EndAsync(bench.Started[0], WorkflowPhase.Succeeded);
        await bench.PassAsync(5 * Minute);

        Assert.Single(bench.Started);
        Assert.Equal("Stopped", bench.Object.Status!.Phase);
        Assert.Equal("true", bench.Object.Metadata.Labels![CronNames.CompletedLabel]);
        Assert.Null(await bench.LookAsync());
    }

    [Fact]
    public async Task Refused_IsACountedFailureWithACondition()
    {
        var bench = new CronBench(EveryMinute) { Refusal = "limit reached" };
        await bench.PassAsync(Minute);

        Assert.Equal("12:01 Failed", await bench.LedgerAsync());
        Assert.Equal(1, bench.Object.Status!.Failed);
        Assert.Contains(bench.Object.Status.Conditions!, condition => condition is { Type: "SubmissionError", Message: "Failed to submit Workflow: limit reached" });

        bench.Refusal = null;
        await bench.PassAsync(Minute);
        Assert.Null(bench.Object.Status.Conditions);
    }

    [Fact]
    public async Task Invalid_HasACondition_UntilItIsMended()
    {
        var bench = new CronBench(EveryMinute) { Problem = "template missing" };
        await bench.PassAsync(Minute);
        Assert.Contains(bench.Object.Status!.Conditions!, condition => condition is { Type: "SpecError", Message: "template missing" });
        Assert.Equal(0, bench.Object.Status.Failed);

        bench.Problem = null;
        await bench.PassAsync(Minute);
        Assert.Null(bench.Object.Status.Conditions);
        Assert.Equal("12:01 Failed, 12:02 Started", await bench.LedgerAsync());
    }

    [Fact]
    public async Task HistoryLimits_KeepTheNewest()
    {
        var bench = new CronBench(EveryMinute with { SuccessfulJobsHistoryLimit = 1, FailedJobsHistoryLimit = 0 });
        foreach (var phase in new[] { WorkflowPhase.Succeeded, WorkflowPhase.Failed, WorkflowPhase.Succeeded })
        {
            await bench.PassAsync(Minute);
            await bench.EndAsync(bench.Started[^1], phase);
        }

        Assert.Equal(["uid-" + bench.Started[1], "uid-" + bench.Started[0]], bench.Deleted);
        Assert.Equal((2, 1), (bench.Object.Status!.Succeeded, bench.Object.Status.Failed));
    }

    [Theory]
    [InlineData(null, null, "12:01 Started, 12:02 Missed, 12:03 Missed, 12:04 Missed, 12:05 Missed")]
    [InlineData(null, 60, "12:01 Started, 12:02 Missed, 12:03 Missed, 12:04 Missed, 12:05 Started")]
    [InlineData(null, 20, "12:01 Started, 12:02 Missed, 12:03 Missed, 12:04 Missed, 12:05 Missed")]
    [InlineData("none", 60, "12:01 Started, 12:02 Missed, 12:03 Missed, 12:04 Missed, 12:05 Missed")]
    [InlineData("all", null, "12:01 Started, 12:02 Missed, 12:03 Started, 12:04 Started, 12:05 Started")]
    public async Task SlotsOfADownTime_AreCaughtUpAsThePolicySays(string? policy, int? deadline, string expected)
    {
        var annotations = new Dictionary<string, string> { [CronOptions.CatchUpLimitAnnotation] = "3" };
        if (policy is not null)
        {
            annotations[CronOptions.CatchUpAnnotation] = policy;
        }

        var bench = new CronBench(EveryMinute with { StartingDeadlineSeconds = deadline }, annotations);
        await bench.PassAsync(Minute);

        await bench.BeDownAsync(4 * Minute);

        Assert.Equal(expected, await bench.LedgerAsync());
    }

    [Fact]
    public async Task CatchUpOfAllUnderForbid_RunsOneAfterTheOther()
    {
        var bench = new CronBench(EveryMinute with { ConcurrencyPolicy = "Forbid" }, new Dictionary<string, string> { [CronOptions.CatchUpAnnotation] = "all" });
        await bench.LookAsync();

        await bench.BeDownAsync(2 * Minute);
        Assert.Equal("12:01 Started", await bench.LedgerAsync());

        await bench.EndAsync(bench.Started[0], WorkflowPhase.Succeeded);
        Assert.Equal("12:01 Started, 12:02 Started", await bench.LedgerAsync());
    }

    [Fact]
    public async Task NewSchedule_OwesNothingOfThePast()
    {
        var bench = new CronBench(new CronWorkflowSpec { Schedules = ["0 0 1 1 *"], StartingDeadlineSeconds = 3600 });
        await bench.LookAsync();
        bench.Clock.Advance(10 * Minute);
        bench.Write(bench.Object with { Spec = bench.Object.Spec with { Schedules = ["* * * * *"] } });

        await bench.PassAsync(Minute);

        Assert.Equal("12:11 Started", await bench.LedgerAsync());
    }

    /// <summary>Whatever happens, every slot is in the ledger once, and each that was started has its one run.</summary>
    [Fact]
    public void EverySlot_IsAccountedForOnce() =>
        Gen.Select(Gen.OneOfConst("Allow", "Forbid", "Replace"), Gen.OneOfConst("last", "none", "all"), Gen.Int[0, 4].List[1, 12]).Sample(
            (policy, catchUp, acts) =>
            {
                var bench = new CronBench(EveryMinute with { ConcurrencyPolicy = policy, StartingDeadlineSeconds = 90 }, new Dictionary<string, string> { [CronOptions.CatchUpAnnotation] = catchUp });
                Play(bench, acts).GetAwaiter().GetResult();
            },
            iter: 300);

    private static async Task Play(CronBench bench, List<int> acts)
    {
        var start = bench.Clock.GetUtcNow();
        await bench.LookAsync();
        foreach (var act in acts)
        {
            switch (act)
            {
                case 0:
                    await bench.BeDownAsync(3 * Minute);
                    break;
                case 1 when bench.Started.Count > 0 && await bench.Store.GetByNameAsync("ns", bench.Started[^1]) is { Phase: WorkflowPhase.Running }:
                    await bench.EndAsync(bench.Started[^1], WorkflowPhase.Succeeded);
                    break;
                case 2:
                    bench.DiesAfterStart = true;
                    await Record.ExceptionAsync(() => bench.PassAsync(Minute));
                    bench.DiesAfterStart = false;
                    await bench.BeDownAsync(TimeSpan.Zero);
                    break;
                default:
                    await bench.PassAsync(Minute);
                    break;
            }
        }

        var slots = (await bench.Store.ListCronSlotsAsync("cron-uid", null, 1000)).Reverse().ToList();
        var cursor = (await bench.Store.LoadCronAsync("cron-uid"))!.Cursor;
        var expected = CronTimetable.Of(bench.Object).Between(start, cursor, int.MaxValue);
        Assert.Equal(expected, slots.Select(slot => slot.DueAt));
        Assert.Equal(bench.Started.Distinct().Count(), bench.Started.Count);
        Assert.Equal(bench.Started.Order(StringComparer.Ordinal), slots.Where(slot => slot.Outcome == CronSlotOutcome.Started).Select(slot => slot.RunName!).Order(StringComparer.Ordinal));
        Assert.Equal(slots.Count, (await bench.Store.CountCronSlotsAsync("cron-uid")).Values.Sum());
    }
}
