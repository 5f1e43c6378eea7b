namespace Krewe.Storage.Tests;

public abstract partial class RunStoreContract
{
    private static readonly CronKey Nightly = new("uid-1", "ns", "nightly");

    [Fact]
    public async Task CronSlots_AreAccountedForOnce()
    {
        await Store.CommitCronAsync(new CronState(Nightly, Start, "0 0 * * *", Start.AddDays(1)), [Slot(0, CronSlotOutcome.Started) with { RunName = "nightly-0", RunUid = "r0" }]);
        await Store.CommitCronAsync(new CronState(Nightly, Start.AddDays(2), "0 1 * * *", null), [Slot(0, CronSlotOutcome.Missed), Slot(1, CronSlotOutcome.Skipped) with { Reason = "suspended" }]);

        Assert.Equal(new CronState(Nightly, Start.AddDays(2), "0 1 * * *", null), await Store.LoadCronAsync(Nightly.Uid));
        Assert.Null(await Store.LoadCronAsync("other"));
        Assert.Equal(
            [Slot(1, CronSlotOutcome.Skipped) with { Reason = "suspended" }, Slot(0, CronSlotOutcome.Started) with { RunName = "nightly-0", RunUid = "r0" }],
            await Store.ListCronSlotsAsync(Nightly.Uid, null, 10));
        Assert.Equal([Slot(0, CronSlotOutcome.Started) with { RunName = "nightly-0", RunUid = "r0" }], await Store.ListCronSlotsAsync(Nightly.Uid, Start.AddDays(1), 10));
        var totals = await Store.CountCronSlotsAsync(Nightly.Uid);
        Assert.Equal((1, 1, 2), (totals[CronSlotOutcome.Started], totals[CronSlotOutcome.Skipped], totals.Count));
    }

    [Fact]
    public async Task CronWakeups_AreDueUntilTheyAreChanged()
    {
        var other = new CronKey("uid-2", "ns", "hourly");
        await Store.CommitCronAsync(new CronState(Nightly, Start, "x", Start.AddHours(2)), []);
        await Store.CommitCronAsync(new CronState(other, Start, "x", Start.AddHours(1)), []);

        Assert.Empty(await Store.ListDueCronsAsync(Start, 10));
        Assert.Equal([other, Nightly], (await Store.ListDueCronsAsync(Start.AddHours(2), 10)).Select(cron => cron.Key));
        Assert.Equal([other], (await Store.ListDueCronsAsync(Start.AddHours(2), 1)).Select(cron => cron.Key));

        await Store.CommitCronAsync(new CronState(other, Start, "x", null), []);
        Assert.Equal([Nightly], (await Store.ListDueCronsAsync(Start.AddHours(2), 10)).Select(cron => cron.Key));
    }

    [Fact]
    public async Task CronLedger_IsTrimmedAndForgotten()
    {
        await Store.CommitCronAsync(new CronState(Nightly, Start, "x", Start), [.. Enumerable.Range(0, 5).Select(day => Slot(day, CronSlotOutcome.Missed))]);

        await Store.TrimCronAsync(Nightly.Uid, 9);
        Assert.Equal(5, (await Store.ListCronSlotsAsync(Nightly.Uid, null, 10)).Count);
        await Store.TrimCronAsync(Nightly.Uid, 2);
        Assert.Equal([Start.AddDays(4), Start.AddDays(3)], (await Store.ListCronSlotsAsync(Nightly.Uid, null, 10)).Select(slot => slot.DueAt));

        await Store.ForgetCronAsync(Nightly.Uid);
        Assert.Empty(await Store.ListCronSlotsAsync(Nightly.Uid, null, 10));
        Assert.Null(await Store.LoadCronAsync(Nightly.Uid));
        Assert.Empty(await Store.ListDueCronsAsync(Start.AddYears(1), 10));
    }

    private static CronSlot Slot(int day, CronSlotOutcome outcome) => new() { DueAt = Start.AddDays(day), Outcome = outcome, DecidedAt = Start };
}
