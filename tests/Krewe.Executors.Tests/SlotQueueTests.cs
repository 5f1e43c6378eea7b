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
                queue.Release(Ask(queue, true), Short);
            var asked = new List<Slot>();
            foreach (var (kind, which) in steps)
            {
                if (kind <= 1)
                    asked.Add(Ask(queue, kind == 0));
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
        var running = queue.Ask("run", 0, false, () => told.Add("running"));
        var first = queue.Ask("run", 0, false, () => told.Add("first"));
        time.Advance(TimeSpan.FromSeconds(0.9));
        var second = queue.Ask("run", 0, false, () => told.Add("second"));

        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(["first"], told);
        queue.Release(running, null);
        Assert.True(first.Task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["first", "second"], told);
        Assert.False(second.Task.IsCompleted);
    }

    [Fact]
    public void Runs_TakeTurns_WhenOneHasManySteps()
    {
        var queue = new SlotQueue(1, TimeProvider.System, _ => { });
        var running = queue.Ask("many", 0, false, () => { });
        var order = Asked(queue, ("many", 0), ("many", 0), ("many", 0), ("few", 0), ("few", 0), ("one", 0));

        Assert.Equal(["many", "few", "one", "many", "few", "many"], Turns(queue, running, order));
    }

    [Fact]
    public void Run_ComesFirst_WhenItsPriorityIsHigher()
    {
        var queue = new SlotQueue(1, TimeProvider.System, _ => { });
        var running = queue.Ask("low", -1, false, () => { });
        var order = Asked(queue, ("low", -1), ("plain", 0), ("high", 7), ("high", 7), ("higher", 9));

        Assert.Equal(["higher", "high", "high", "plain", "low"], Turns(queue, running, order));
    }

    [Fact]
    public void Turns_GoOn_WhenSomeGiveUpWaiting() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Bool).Array[1, 60].Sample(steps =>
        {
            var queue = new SlotQueue(1, TimeProvider.System, _ => { });
            var running = queue.Ask("0", 0, false, () => { });
            var waiting = new List<Slot>();
            foreach (var (run, priority, leaves) in steps)
            {
                waiting.Add(queue.Ask(run.ToString(System.Globalization.CultureInfo.InvariantCulture), priority, false, () => { }));
                if (leaves)
                {
                    queue.Release(waiting[waiting.Count / 2], null);
                    waiting.RemoveAt(waiting.Count / 2);
                }
            }

            // Of one priority no run has a second turn while another that waits has had none.
            for (var count = waiting.Count; count > 0; count--)
            {
                queue.Release(running, null);
                running = Assert.Single(waiting, slot => slot.IsUsed);
                Assert.Equal(waiting.Max(slot => slot.Priority), running.Priority);
                waiting.Remove(running);
            }

            Assert.False(queue.HasWaiting);
        });

    private static Slot Ask(SlotQueue queue, bool isPlain) => queue.Ask("run", 0, isPlain, () => { });

    private static List<Slot> Asked(SlotQueue queue, params (string Run, int Priority)[] asked) => [.. asked.Select(ask => queue.Ask(ask.Run, ask.Priority, false, () => { }))];

    private static List<string> Turns(SlotQueue queue, Slot running, List<Slot> waiting)
    {
        var turns = new List<string>();
        while (waiting.Count > 0)
        {
            queue.Release(running, null);
            running = waiting.Single(slot => slot.IsUsed);
            waiting.Remove(running);
            turns.Add(running.Run);
        }

        return turns;
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
