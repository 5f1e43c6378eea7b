using CsCheck;
using Krewe.Executors.Process.Jobs;
using Microsoft.Extensions.Time.Testing;

namespace Krewe.Executors.Tests;

public sealed class SlotQueueTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Slots_AreNeverExceeded_NeverIdle_AndGivenInOrder() =>
        Gen.Select(Gen.Int[1, 4], Gen.Select(Gen.Int[0, 3], Gen.Int[0, 20]).Array[1, 80]).Sample((slots, steps) =>
        {
            var places = slots;
            var queue = new SlotQueue(slots, TimeProvider.System, count => places = count);
            // Long enough for the queue to see that steps are short, so that some are let go ahead of their turn.
            for (var i = 0; i < 60; i++)
                queue.Release(queue.Ask(true, () => { }), Short);
            var asked = new List<Slot>();
            foreach (var (kind, which) in steps)
            {
                if (kind <= 1)
                    asked.Add(queue.Ask(kind == 0, () => { }));
                else if (asked.Count > 0)
                {
                    // Also those that still wait: they are cancelled.
                    var one = asked[which % asked.Count];
                    queue.Release(one, one.IsPlain && one.IsUsed ? Short : null);
                    queue.Release(one, null);
                    asked.Remove(one);
                }
                Check(slots, places, queue, asked);
            }
        });

    [Fact]
    public void LongWait_IsToldOnce_AndAShortOneNot()
    {
        var time = new FakeTimeProvider();
        var queue = new SlotQueue(1, time, _ => { });
        var told = new List<string>();
        var running = queue.Ask(false, () => told.Add("running"));
        var first = queue.Ask(false, () => told.Add("first"));
        time.Advance(TimeSpan.FromSeconds(0.9));
        var second = queue.Ask(false, () => told.Add("second"));

        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(["first"], told);
        queue.Release(running, null);
        Assert.True(first.Task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["first", "second"], told);
        Assert.False(second.Task.IsCompleted);
    }

    private static void Check(int slots, int places, SlotQueue queue, List<Slot> asked)
    {
        var letGo = asked.FindAll(slot => slot.Task.IsCompleted);
        var plain = letGo.Count(slot => slot.IsPlain);
        var whole = letGo.Count - plain;
        Assert.True(whole + Math.Min(plain, places) <= slots, $"{whole} and {plain} of {places} run in {slots} slots");
        Assert.Equal(slots - whole, places);
        // In order: whoever has been let go stands before all that have not.
        Assert.Equal(letGo, asked.GetRange(0, letGo.Count));
        Assert.Equal(letGo.Count < asked.Count ? slots : Math.Min(slots, letGo.Count), queue.Used);
        Assert.Equal(letGo.Count(slot => !slot.IsUsed) + asked.Count - letGo.Count > 0, queue.HasWaiting);
    }
}
