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
        var bench = await CronBench.StartAsync(EveryMinute);

        await bench.PassAsync(2 * Minute);

        Assert.Equal(["c-1767268860", "c-1767268920"], bench.Started);
        Assert.Equal("12:01 Started, 12:02 Started", await bench.LedgerAsync());
        var cron = await bench.ObjectAsync();
        Assert.Equal(2, cron.Status!.Active!.Count);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 12, 2, 0, TimeSpan.Zero), cron.Status.LastScheduledTime);
        Assert.Equal("Active", cron.Status.Phase);
        Assert.Equal("CRON_TZ=UTC * * * * *", cron.Metadata.Annotations![CronNames.LastUsedScheduleAnnotation]);
    }

    [Fact]
    public async Task KillBetweenStartAndLedger_StartsOnce()
    {
        var bench = await CronBench.StartAsync(EveryMinute with { ConcurrencyPolicy = "Forbid", StartingDeadlineSeconds = 30 });
        bench.DiesAfterStart = true;
        await Assert.ThrowsAsync<IOException>(() => bench.PassAsync(Minute));
        Assert.Equal("", await bench.LedgerAsync());

        bench.DiesAfterStart = false;
        await bench.BeDownAsync(TimeSpan.FromSeconds(5));

        Assert.Single(bench.Started);
        Assert.Equal("12:01 Started", await bench.LedgerAsync());
        Assert.Single((await bench.ObjectAsync()).Status!.Active!);
    }

    [Fact]
    public async Task KillBetweenLedgerAndStatus_CountsTheRunOnce()
    {
        var bench = await CronBench.StartAsync(EveryMinute);
        await bench.PassAsync(Minute);
        // The object as it was before the slot: the status was not written any more.
        await bench.WriteAsync((await bench.ObjectAsync()) with { Status = null });
        await bench.EndAsync(bench.Started[0], WorkflowPhase.Succeeded);
        await bench.LookAsync();

        Assert.Equal((1, 0), ((await bench.ObjectAsync()).Status!.Succeeded, (await bench.ObjectAsync()).Status!.Failed));
        Assert.Empty((await bench.ObjectAsync()).Status!.Active!);
    }

    [Fact]
    public async Task Suspended_SkipsAndSaysSo()
    {
        var bench = await CronBench.StartAsync(EveryMinute with { Suspend = true });

        await bench.PassAsync(2 * Minute);

        Assert.Empty(bench.Started);
        Assert.Equal("12:01 Skipped, 12:02 Skipped", await bench.LedgerAsync());
        Assert.Equal("suspended", (await bench.Store.ListCronSlotsAsync("cron-uid", null, 1))[0].Reason);
    }

    [Fact]
    public async Task Forbid_SkipsUntilTheRunHasEnded()
    {
        var bench = await CronBench.StartAsync(EveryMinute with { ConcurrencyPolicy = "Forbid" });
        await bench.PassAsync(2 * Minute);

        await bench.EndAsync(bench.Started[0], WorkflowPhase.Failed);
        await bench.PassAsync(Minute);

        Assert.Equal("12:01 Started, 12:02 Skipped, 12:03 Started", await bench.LedgerAsync());
        Assert.Equal((0, 1), ((await bench.ObjectAsync()).Status!.Succeeded, (await bench.ObjectAsync()).Status!.Failed));
    }

    [Fact]
    public async Task Starts_Policies_And_Errors_AreCounted()
    {
        var bench = await CronBench.StartAsync(EveryMinute with { ConcurrencyPolicy = "Forbid" });
        using var counts = new MeterCounts(bench.Instruments.Meter);
        await bench.PassAsync(2 * Minute);
        await bench.EndAsync(bench.Started[0], WorkflowPhase.Failed);
        bench.Refusal = "no";
        await bench.PassAsync(Minute);
        bench.Problem = "wrong";
        await bench.PassAsync(Minute);

        Assert.Equal(1, counts["cronworkflows_triggered_total name=c namespace=ns"]);
        Assert.Equal(1, counts["cronworkflows_concurrencypolicy_triggered name=c namespace=ns concurrency_policy=Forbid"]);
        Assert.Equal(1, counts["error_count cause=CronWorkflowSubmissionError"]);
        Assert.Equal(1, counts["error_count cause=CronWorkflowSpecError"]);
    }

    [Fact]
    public async Task Replace_TerminatesWhatIsActive()
    {
        var bench = await CronBench.StartAsync(EveryMinute with { ConcurrencyPolicy = "Replace" });

        await bench.PassAsync(2 * Minute);

        Assert.Equal(["uid-" + bench.Started[0]], bench.Terminated);
        Assert.Equal(2, bench.Started.Count);
    }

    [Fact]
    public async Task StopExpression_EndsItForGood()
    {
        var bench = await CronBench.StartAsync(EveryMinute with { StopStrategy = new StopStrategy { Expression = "cronworkflow.succeeded >= 1" } });
        await bench.PassAsync(Minute);

        await bench.EndAsync(bench.Started[0], WorkflowPhase.Succeeded);
        await bench.PassAsync(5 * Minute);

        Assert.Single(bench.Started);
        Assert.Equal("Stopped", (await bench.ObjectAsync()).Status!.Phase);
        Assert.Equal("true", (await bench.ObjectAsync()).Metadata.Labels![CronNames.CompletedLabel]);
        Assert.Null(await bench.LookAsync());
    }

    [Fact]
    public async Task Refused_IsACountedFailureWithACondition()
    {
        var bench = await CronBench.StartAsync(EveryMinute);
        bench.Refusal = "limit reached";
        await bench.PassAsync(Minute);

        Assert.Equal("12:01 Failed", await bench.LedgerAsync());
        Assert.Equal(1, (await bench.ObjectAsync()).Status!.Failed);
        Assert.Contains((await bench.ObjectAsync()).Status!.Conditions!, condition => condition is { Type: "SubmissionError", Message: "Failed to submit Workflow: limit reached" });

        bench.Refusal = null;
        await bench.PassAsync(Minute);
        Assert.Null((await bench.ObjectAsync()).Status!.Conditions);
    }

    [Fact]
    public async Task Invalid_HasACondition_UntilItIsMended()
    {
        var bench = await CronBench.StartAsync(EveryMinute);
        bench.Problem = "template missing";
        await bench.PassAsync(Minute);
        Assert.Contains((await bench.ObjectAsync()).Status!.Conditions!, condition => condition is { Type: "SpecError", Message: "template missing" });
        Assert.Equal(0, (await bench.ObjectAsync()).Status!.Failed);

        bench.Problem = null;
        await bench.PassAsync(Minute);
        Assert.Null((await bench.ObjectAsync()).Status!.Conditions);
        Assert.Equal("12:01 Failed, 12:02 Started", await bench.LedgerAsync());
    }

    [Fact]
    public async Task HistoryLimits_KeepTheNewest()
    {
        var bench = await CronBench.StartAsync(EveryMinute with { SuccessfulJobsHistoryLimit = 1, FailedJobsHistoryLimit = 0 });
        foreach (var phase in new[] { WorkflowPhase.Succeeded, WorkflowPhase.Failed, WorkflowPhase.Succeeded })
        {
            await bench.PassAsync(Minute);
            await bench.EndAsync(bench.Started[^1], phase);
        }

        Assert.Equal(["uid-" + bench.Started[1], "uid-" + bench.Started[0]], bench.Deleted);
        Assert.Equal((2, 1), ((await bench.ObjectAsync()).Status!.Succeeded, (await bench.ObjectAsync()).Status!.Failed));
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

        var bench = await CronBench.StartAsync(EveryMinute with { StartingDeadlineSeconds = deadline }, annotations);
        await bench.PassAsync(Minute);

        await bench.BeDownAsync(4 * Minute);

        Assert.Equal(expected, await bench.LedgerAsync());
    }

    [Fact]
    public async Task CatchUpOfAllUnderForbid_RunsOneAfterTheOther()
    {
        var bench = await CronBench.StartAsync(EveryMinute with { ConcurrencyPolicy = "Forbid" }, new Dictionary<string, string> { [CronOptions.CatchUpAnnotation] = "all" });
        await bench.LookAsync();

        await bench.BeDownAsync(2 * Minute);
        Assert.Equal("12:01 Started", await bench.LedgerAsync());

        await bench.EndAsync(bench.Started[0], WorkflowPhase.Succeeded);
        Assert.Equal("12:01 Started, 12:02 Started", await bench.LedgerAsync());
    }

    [Fact]
    public async Task NewSchedule_OwesNothingOfThePast()
    {
        var bench = await CronBench.StartAsync(new CronWorkflowSpec { Schedules = ["0 0 1 1 *"], StartingDeadlineSeconds = 3600 });
        await bench.LookAsync();
        bench.Clock.Advance(10 * Minute);
        await bench.WriteAsync((await bench.ObjectAsync()) with { Spec = (await bench.ObjectAsync()).Spec with { Schedules = ["* * * * *"] } });

        await bench.PassAsync(Minute);

        Assert.Equal("12:11 Started", await bench.LedgerAsync());
    }

    /// <summary>Whatever happens, every slot is in the ledger once, and each that was started has its one run.</summary>
    [Fact]
    public Task EverySlot_IsAccountedForOnce() =>
        Gen.Select(OneOf("Allow", "Forbid", "Replace"), OneOf("last", "none", "all"), Gen.Int[0, 4].List[1, 12]).SampleAsync(
            async input =>
            {
                var (policy, catchUp, acts) = input;
                var annotations = new Dictionary<string, string> { [CronOptions.CatchUpAnnotation] = catchUp };
                await PlayAsync(await CronBench.StartAsync(EveryMinute with { ConcurrencyPolicy = policy, StartingDeadlineSeconds = 90 }, annotations), acts);
            },
            iter: 300);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static async Task PlayAsync(CronBench bench, List<int> acts)
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
        var expected = CronTimetable.Of(await bench.ObjectAsync()).Between(start, cursor, int.MaxValue);
        Assert.Equal(expected, slots.Select(slot => slot.DueAt));
        Assert.Equal(bench.Started.Distinct().Count(), bench.Started.Count);
        Assert.Equal(bench.Started.Order(StringComparer.Ordinal), slots.Where(slot => slot.Outcome == CronSlotOutcome.Started).Select(slot => slot.RunName!).Order(StringComparer.Ordinal));
        Assert.Equal(slots.Count, (await bench.Store.CountCronSlotsAsync("cron-uid")).Values.Sum());
    }
}
