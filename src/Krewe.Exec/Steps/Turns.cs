namespace Krewe.Exec.Steps;

/// <summary>Steps that wait for their turn. On the loop's thread.</summary>
/// <param name="begin">Starts a step whose turn it is.</param>
internal sealed class Turns(Action<Step> begin)
{
    private const int Plenty = 3;
    private readonly Queue<Step> _waiting = new();
    private int _places = int.MaxValue;
    private int _used;

    /// <summary>Whether enough steps wait to be busy for a while without news from an engine.</summary>
    public bool HasPlenty => _waiting.Count >= Plenty;

    /// <summary>Says how many may run at once.</summary>
    public void SetPlaces(int count)
    {
        _places = count;
        BeginNext();
    }

    /// <summary>Begins the step, at once or when its turn comes.</summary>
    public void Add(Step step)
    {
        step.IsWaiting = true;
        _waiting.Enqueue(step);
        BeginNext();
    }

    /// <summary>The step has ended, or will not begin at all.</summary>
    public void Leave(Step step)
    {
        step.IsWaiting = false;
        if (!step.HasPlace)
            return;
        step.HasPlace = false;
        _used--;
        BeginNext();
    }

    private void BeginNext()
    {
        while (_used < _places && _waiting.TryDequeue(out var step))
        {
            // Unless it was cancelled meanwhile.
            if (!step.IsWaiting)
                continue;
            step.IsWaiting = false;
            step.HasPlace = true;
            _used++;
            begin(step);
        }
    }
}
