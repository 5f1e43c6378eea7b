using Krewe.Client;
using Krewe.Engine;
using Krewe.Grains;
using Krewe.Model.Runs;

namespace Krewe.Hosting;

/// <summary>Lines before locks, places among the runs at work among them, as those who wait see them.</summary>
/// <param name="locks">All locks that somebody holds or waits for.</param>
/// <param name="within">Namespaces whose holders may be named; null for all.</param>
internal sealed class LockLines(IReadOnlyList<LockState> locks, IReadOnlyList<string>? within)
{
    /// <summary>Everyone who stands in a line, with the namespace and name of the run.</summary>
    public IEnumerable<(LockState Lock, LockPart Waiter, string Namespace, string Name)> All() =>
        from item in locks
        where !IsFree(item)
        from waiter in item.Waiters
        let parts = NameOf(waiter.Holder).Split('/')
        select (item, waiter, parts[0], parts.ElementAtOrDefault(1) ?? "");

    /// <summary>What a run and its nodes stand in line for.</summary>
    public IEnumerable<Waiting> Of(string runUid) => All().Where(entry => RunParts.RunOf(entry.Waiter.RunUid) == runUid).Select(entry => Of(entry.Lock, entry.Waiter));

    // Who wants several locks stands in the line of each, of those too that are to be had.
    private static bool IsFree(LockState item) => item.Limit > item.Holders.Count && item.Waiters.Count <= item.Limit - item.Holders.Count;

    /// <summary>What one stands in line for.</summary>
    public Waiting Of(LockState item, LockPart waiter)
    {
        var isPlace = waiter.Holder.StartsWith(AcquireLocks.SlotPrefix, StringComparison.Ordinal);
        var nodeId = !isPlace && waiter.Holder.Split('/') is [_, _, var node] ? node : null;
        var limit = item.Limit is { } number ? $"{item.Holders.Count} of {number}" : $"{item.Holders.Count}";
        var line = $"{waiter.Position} of {item.Waiters.Count} in line";
        return new Waiting
        {
            Reason = isPlace ? WaitReason.Parallelism : WaitReason.Lock,
            Message = isPlace ? $"{limit} runs are at work {PlaceOf(item.Name)}; {line}" : $"{item.Name} is held {limit} times; {line}",
            NodeId = nodeId,
            Since = waiter.Since,
            Position = waiter.Position,
            QueueLength = item.Waiters.Count,
            Lock = item.Name,
            Limit = item.Limit,
            Holders = [.. item.Holders.Where(IsVisible).Select(holder => new LockUser { Holder = NameOf(holder.Holder), Position = holder.Position, Priority = holder.Priority, Since = holder.Since })],
        };
    }

    private static string PlaceOf(string name) => name == AcquireLocks.AllRuns ? "in the engine" : $"in namespace {name[AcquireLocks.RunsOf("").Length..]}";

    private static string NameOf(string holder) => holder.StartsWith(AcquireLocks.SlotPrefix, StringComparison.Ordinal) ? holder[AcquireLocks.SlotPrefix.Length..] : holder;

    private bool IsVisible(LockPart holder) => within is null || within.Contains(NameOf(holder.Holder).Split('/')[0], StringComparer.Ordinal);
}
