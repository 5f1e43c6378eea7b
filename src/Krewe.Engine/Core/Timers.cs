namespace Krewe.Engine;

internal sealed partial class RunWork
{
    private readonly PriorityQueue<Frame, DateTimeOffset> _timers = new();
    // What ends after a moment is looked at just behind it; clocks and stores need not tell finer steps apart.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);
    private DateTimeOffset? _runDeadline;

    /// <summary>Looks at the frame again at that moment. A frame that is over by then ignores it.</summary>
    public void WakeAt(Frame frame, DateTimeOffset due) => _timers.Enqueue(frame, due);

    /// <summary>End of <c>spec.activeDeadlineSeconds</c>, counted from the whole second in which the run began.</summary>
    public DateTimeOffset? RunDeadline => _runDeadline ??= State.Config.Part is { } part ? part.RunDeadline : Spec.ActiveDeadlineSeconds is { } seconds && State.StartedAt is { } started
        ? started.AddTicks(-(started.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(Math.Clamp(seconds, 0, 3_000_000_000))
        : null;

    public bool PastDeadline => RunDeadline is { } deadline && Now > deadline;

    /// <summary>Looks at the frame again right after this decision.</summary>
    public void WakeSoon(Frame frame) => WakeAt(frame, Now + Step);

    private void FireTimers()
    {
        AskAgainForLocks();
        while (_timers.TryPeek(out var frame, out var due) && due <= Now)
        {
            _timers.Dequeue();
            Enqueue(frame);
        }
    }

    private DateTimeOffset? NextTimer()
    {
        DateTimeOffset? next = _timers.TryPeek(out _, out var due) ? due : null;
        var deadline = _deadlineEnforced ? null : RunDeadline + Step;
        foreach (var other in _lockRetries.Values.Cast<DateTimeOffset?>().Append(deadline))
        {
            if (other is not null && (next is null || other < next))
            {
                next = other;
            }
        }

        return next;
    }
}
