using CsCheck;
using Krewe.Engine;

namespace Krewe.Grains.Tests;

public sealed class LockTableTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Grant_Lets_In_The_Oldest_First_When_Priorities_Are_Equal()
    {
        var table = new LockTable();
        table.Enqueue(Claim("young", age: 1, "m"));
        table.Enqueue(Claim("old", age: 9, "m"));

        var granted = table.Grant(_ => 1);

        Assert.Equal(["old"], granted.Select(claim => claim.HolderKey));
    }

    [Fact]
    public void Grant_Lets_In_The_Higher_Priority_Before_The_Older()
    {
        var table = new LockTable();
        table.Enqueue(Claim("old", age: 9, "m"));
        table.Enqueue(Claim("urgent", age: 1, "m") with { Priority = 5 });

        var granted = table.Grant(_ => 1);

        Assert.Equal(["urgent"], granted.Select(claim => claim.HolderKey));
    }

    [Fact]
    public void Grant_Takes_All_Locks_Or_None()
    {
        var table = new LockTable();
        table.Enqueue(Claim("a", age: 9, "x"));
        table.Grant(_ => 1);
        table.Enqueue(Claim("both", age: 8, "x", "y"));
        table.Enqueue(Claim("only-y", age: 7, "y"));

        var whileHeld = table.Grant(_ => 1);
        table.Remove("a");
        var afterRelease = table.Grant(_ => 1);

        Assert.Empty(whileHeld);
        Assert.Equal(["both"], afterRelease.Select(claim => claim.HolderKey));
        Assert.Equal(1, table.HoldersOf("y"));
    }

    [Fact]
    public void Enqueue_Changes_Nothing_When_The_Holder_Asks_Again()
    {
        var table = new LockTable();
        table.Enqueue(Claim("a", age: 1, "x"));
        table.Enqueue(Claim("a", age: 1, "x"));
        table.Grant(_ => 1);
        table.Enqueue(Claim("a", age: 1, "x"));

        Assert.Empty(table.Waiting);
        Assert.Single(table.Holders);
    }

    [Fact]
    public void Grant_Never_Passes_A_Limit_And_Never_Leaves_A_Free_Lock_Idle()
    {
        var operations = Gen.Select(Gen.Int[0, 11], Gen.Bool, Gen.Int[1, 3], Gen.Int[0, 2]).Array[1, 60];

        operations.Sample(steps =>
        {
            var table = new LockTable();
            foreach (var (holder, release, locks, priority) in steps)
            {
                if (release)
                {
                    table.Remove($"h{holder}");
                }
                else
                {
                    table.Enqueue(Claim($"h{holder}", holder, [.. Enumerable.Range(0, locks).Select(i => $"l{(holder + i) % 4}")]) with { Priority = priority });
                }

                table.Grant(Limit);
                for (var index = 0; index < 4; index++)
                {
                    Assert.True(table.HoldersOf($"l{index}") <= Limit(Request($"l{index}")));
                }

                // The first in line waits only for what others hold.
                if (table.Waiting.Count > 0)
                {
                    Assert.Contains(table.Waiting[0].Locks, item => table.HoldersOf(item.Name) >= Limit(item));
                }
            }
        });

        static int? Limit(LockRequest item) => item.Name is "l0" or "l1" ? 1 : 2;
    }

    private static LockClaim Claim(string holder, int age, params string[] locks) =>
        new(holder, "uid-" + holder, [.. locks.Select(Request)], 0, Start.AddMinutes(-age));

    private static LockRequest Request(string name) => new(name, IsMutex: true, null, null, Database: false);
}
