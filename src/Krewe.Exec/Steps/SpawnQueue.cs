namespace Krewe.Exec.Steps;

/// <summary>Steps on their way to a spawner.</summary>
/// <remarks>A plain monitor: the collections of .NET spin before they wait, which costs more here than the hand-over.</remarks>
internal sealed class SpawnQueue
{
    private readonly Queue<Step> _steps = new();

    public void Add(Step step)
    {
        lock (_steps)
        {
            _steps.Enqueue(step);
            Monitor.Pulse(_steps);
        }
    }

    /// <summary>Waits for the next.</summary>
    public Step Take()
    {
        lock (_steps)
        {
            while (_steps.Count == 0)
                Monitor.Wait(_steps);
            return _steps.Dequeue();
        }
    }
}
