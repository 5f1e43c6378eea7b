namespace Krewe.Testing;

/// <summary>
/// Works have priorities drawn by lot and the first goes on, but for a few moments at which the first becomes the last: finds what needs
/// one work to be very late (Burckhardt and others, "A randomized scheduler with probabilistic guarantees of finding bugs").
/// </summary>
public sealed class PrioritySchedule : Schedule
{
    private const int Changes = 3;
    private const int Horizon = 150;

    private readonly Random _random;
    private readonly Dictionary<long, double> _priorities = [];
    private readonly HashSet<int> _changes;
    private int _step;

    public PrioritySchedule(int seed)
    {
        _random = new Random(seed);
        _changes = [.. Enumerable.Range(0, Changes).Select(_ => _random.Next(Horizon))];
    }

    protected override int DrawWork(IReadOnlyList<long> works)
    {
        var first = First(works);
        if (_changes.Contains(_step++))
        {
            _priorities[works[first]] = -_step;
            first = First(works);
        }

        return first;
    }

    protected override int DrawOutcome(int count) => _random.Next(3) < 2 ? 0 : _random.Next(count);

    private int First(IReadOnlyList<long> works)
    {
        var first = 0;
        for (var i = 0; i < works.Count; i++)
        {
            first = PriorityOf(works[i]) > PriorityOf(works[first]) ? i : first;
        }

        return first;
    }

    private double PriorityOf(long work) => _priorities.TryGetValue(work, out var priority) ? priority : _priorities[work] = _random.NextDouble();
}
