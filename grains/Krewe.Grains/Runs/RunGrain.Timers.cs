using Krewe.Engine;

namespace Krewe.Grains;

/// <content>One timer a run, set to the earliest moment at which something is due.</content>
public sealed partial class RunGrain
{
    private IGrainTimer? _timer;
    private DateTimeOffset? _timerDue;

    private void ScheduleTimer()
    {
        var due = _discarded || _state.IsCompleted ? null : RunEngine.NextWakeup(_state);
        if (due == _timerDue)
        {
            return;
        }

        _timerDue = due;
        if (due is null)
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var wait = due.Value - _time.GetUtcNow();
        wait = wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait > LongestTimer ? LongestTimer : wait;
        if (_timer is null)
        {
            // Keep-alive: a run with something due must not be collected; the durable wake-up covers the silo's death.
            _timer = this.RegisterGrainTimer(OnTimerAsync, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        }
        else
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    // Steps may be lost with another host: who waits for them must be there to hear of it, however long they say nothing.
    private void StayWhileAtWork()
    {
        if (_hosts.Own is not null)
        {
            DelayDeactivation(_state.HasOpenWork ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);
        }
    }

    private static TimeSpan LongestTimer => TimeSpan.FromDays(7);

    private async Task OnTimerAsync(CancellationToken cancellationToken)
    {
        if (_discarded)
        {
            return;
        }

        _timerDue = null;
        Decide(new TimerDue { Now = _time.GetUtcNow() });
        await FlushAsync();
        ScheduleTimer();
    }
}
