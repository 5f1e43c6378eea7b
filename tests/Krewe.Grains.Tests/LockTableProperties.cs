using CsCheck;
using Krewe.Engine;

namespace Krewe.Grains.Tests;

/// <summary>The lock table against Argo's rules, step by step over random histories.</summary>
public sealed class LockTableProperties
{
    private const int Locks = 4;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What happens: a claim comes, a holder or waiter leaves, a limit changes.</summary>
    private static readonly Gen<(int Kind, int Holder, int Locks, int Priority, int Age)[]> Histories =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 15], Gen.Int[1, (1 << Locks) - 1], Gen.Int[0, 2], Gen.Int[0, 9]).Array[1, 80];

    [Fact]
    public void Table_Keeps_Limits_Order_And_Wholeness_Over_Any_History() => Histories.Sample(
        history =>
        {
            var table = new LockTable();
            var limits = Enumerable.Repeat(1, Locks).ToArray();
            for (var step = 0; step < history.Length; step++)
            {
                var before = table.Waiting.ToList();
                var heldBefore = Enumerable.Range(0, Locks).Select(lockIndex => table.HoldersOf($"l{lockIndex}")).ToArray();
                var (kind, holder, locks, priority, age) = history[step];
                switch (kind)
                {
                    case 0 or 1:
                        table.Remove($"h{holder}");
                        break;
                    case 2:
                        limits[holder % Locks] = priority;
                        break;
                    default:
                        table.Enqueue(Claim($"h{holder}", locks, priority, age));
                        break;
                }

                var granted = table.Grant(item => limits[item.Name[1] - '0']);

                Check(table, granted, limits, heldBefore);
                // Those that went on waiting keep their order: nobody is put behind one that came later with the same claim to go first.
                Assert.Equal(before.Where(claim => table.Waiting.Contains(claim)), table.Waiting.Where(before.Contains));
            }
        },
        iter: 3_000);

    [Fact]
    public void Everyone_Gets_Its_Locks_In_The_End_When_Holders_Leave() => Histories.Sample(
        history =>
        {
            var table = new LockTable();
            foreach (var (_, holder, locks, priority, age) in history)
            {
                table.Enqueue(Claim($"h{holder}", locks, priority, age));
            }

            var claims = table.Waiting.Select(claim => claim.HolderKey).ToHashSet(StringComparer.Ordinal);
            var served = new HashSet<string>(StringComparer.Ordinal);
            while (table.Grant(_ => 1).Count > 0 || table.Holders.Count > 0)
            {
                var leaving = table.Holders.First().HolderKey;
                Assert.True(served.Add(leaving));
                table.Remove(leaving);
            }

            Assert.Equal(claims, served);
        },
        iter: 1_000);

    private static void Check(LockTable table, IReadOnlyList<LockClaim> granted, int[] limits, int[] heldBefore)
    {
        for (var index = 0; index < Locks; index++)
        {
            var name = $"l{index}";
            var holders = table.Holders.Count(claim => claim.Locks.Any(item => item.Name == name));
            Assert.Equal(holders, table.HoldersOf(name));
            // A limit that was lowered takes nothing away, but lets nobody in.
            Assert.True(holders <= limits[index] || holders <= heldBefore[index], $"{name}: {holders} of {limits[index]}");
        }

        Assert.DoesNotContain(table.Waiting, claim => table.IsHeldBy(claim.HolderKey));
        for (var place = 0; place < table.Waiting.Count; place++)
        {
            var claim = table.Waiting[place];
            var ahead = table.Waiting.Take(place).SelectMany(other => other.Locks).Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
            // Nobody waits without a reason, and nobody that shares a lock with it went in from behind.
            Assert.Contains(claim.Locks, item => ahead.Contains(item.Name) || table.HoldersOf(item.Name) >= limits[item.Name[1] - '0']);
            Assert.DoesNotContain(granted, other => Precedes(claim, other) && other.Locks.Any(item => claim.Locks.Any(mine => mine.Name == item.Name)));
        }
    }

    private static bool Precedes(LockClaim left, LockClaim right) =>
        left.Priority != right.Priority ? left.Priority > right.Priority : left.CreatedAt < right.CreatedAt;

    private static LockClaim Claim(string holder, int locks, int priority, int age) => new(
        holder,
        "uid-" + holder,
        [.. Enumerable.Range(0, Locks).Where(index => (locks & (1 << index)) != 0).Select(index => new LockRequest($"l{index}", IsMutex: true, null, null, Database: false))],
        priority,
        Start.AddMinutes(-age));
}
