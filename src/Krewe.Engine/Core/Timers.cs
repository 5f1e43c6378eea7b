namespace Krewe.Engine;

internal sealed partial class RunWork
{
    private readonly PriorityQueue<Frame, DateTimeOffset> _timers = new();
    private DateTimeOffset? _runDeadline;

    /// <summary>Looks at the frame again at that moment. A frame that is over by then ignores it.</summary>
    public void WakeAt(Frame frame, DateTimeOffset due) => _timers.Enqueue(frame, due);

    /// <summary>End of <c>spec.activeDeadlineSeconds</c>.</summary>
    public DateTimeOffset? RunDeadline => _runDeadline ??= Spec.ActiveDeadlineSeconds is { } seconds && State.StartedAt is { } started
        ? started.AddSeconds(Math.Clamp(seconds, 0, 3_000_000_000))
        : null;

    public bool PastDeadline => RunDeadline is { } deadline && Now >= deadline;

    private void FireTimers()
    {
        while (_timers.TryPeek(out var frame, out var due) && due <= Now)
        {
            _timers.Dequeue();
            Enqueue(frame);
        }
    }

    private DateTimeOffset? NextTimer()
    {
        DateTimeOffset? next = _timers.TryPeek(out _, out var due) ? due : null;
        if (!_deadlineEnforced && RunDeadline is { } deadline && (next is null || deadline < next))
        {
            next = deadline;
        }

        return next;
    }
}
