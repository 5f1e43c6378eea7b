namespace Krewe.Testing;

/// <summary>What was decided before; after its end the oldest work and the usual outcome.</summary>
public sealed class ReplayedSchedule(IReadOnlyList<int> choices) : Schedule
{
    private readonly List<int> _counts = [];

    /// <summary>The schedule that differs from this one in the last choice that can be made otherwise, within the first <paramref name="depth"/>; null when all were tried.</summary>
    public ReplayedSchedule? Next(int depth)
    {
        for (var last = Math.Min(depth, _counts.Count) - 1; last >= 0; last--)
        {
            if (Taken[last] + 1 < _counts[last])
            {
                return new ReplayedSchedule([.. Taken.Take(last), Taken[last] + 1]);
            }
        }

        return null;
    }

    protected override int DrawWork(IReadOnlyList<long> works) => Draw(works.Count);

    protected override int DrawOutcome(int count) => Draw(count);

    private int Draw(int count)
    {
        var choice = _counts.Count < choices.Count ? choices[_counts.Count] : 0;
        _counts.Add(count);
        return choice < count ? choice : throw new InvalidOperationException($"choice {_counts.Count} of the schedule is {choice} of {count}: it belongs to another scenario or another program");
    }
}
