namespace Krewe.Testing;

/// <summary>Every work is as likely as any other; outcomes are mostly the usual one.</summary>
public sealed class RandomSchedule(int seed) : Schedule
{
    private readonly Random _random = new(seed);

    protected override int DrawWork(IReadOnlyList<long> works) => _random.Next(works.Count);

    protected override int DrawOutcome(int count) => _random.Next(3) < 2 ? 0 : _random.Next(count);
}
