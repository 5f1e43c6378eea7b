namespace Krewe.Testing;

/// <summary>Decides what happens next wherever more than one thing may, and keeps what it decided.</summary>
public abstract class Schedule
{
    private readonly List<int> _taken = [];

    /// <summary>What was decided so far; a <see cref="ReplayedSchedule"/> of it does the same again.</summary>
    public IReadOnlyList<int> Taken => _taken;

    /// <summary>Which of the works that could go on goes on.</summary>
    /// <param name="works">Their numbers, oldest first.</param>
    public int PickWork(IReadOnlyList<long> works)
    {
        ArgumentNullException.ThrowIfNull(works);
        return works.Count == 1 ? 0 : Keep(DrawWork(works));
    }

    /// <summary>One of several outcomes, such as of a call to a database; 0 is the usual one.</summary>
    public int PickOutcome(int count) => Keep(DrawOutcome(count));

    protected abstract int DrawWork(IReadOnlyList<long> works);

    protected abstract int DrawOutcome(int count);

    private int Keep(int choice)
    {
        _taken.Add(choice);
        return choice;
    }
}
