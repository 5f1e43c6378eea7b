using Microsoft.Extensions.Logging;

namespace Krewe.Grains;

/// <inheritdoc cref="ICronGrain"/>
/// <remarks>The timer is for being in time; what must not be lost is the wake-up in the store, by which the grain is called again.</remarks>
public sealed partial class CronGrain(CronOperator cron, TimeProvider time, ILogger<CronGrain> logger) : Grain, ICronGrain
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(7);

    private IGrainTimer? _timer;
    private DateTimeOffset? _armedFor;

    public async Task Ensure()
    {
        var (@namespace, name) = this.GetPrimaryKeyString().Split('/') is [var first, var second] ? (first, second) : throw new InvalidOperationException($"'{this.GetPrimaryKeyString()}' is no namespace/name");
        _armedFor = await cron.AdvanceAsync(@namespace, name, _armedFor);
        Arm();
    }

    private void Arm()
    {
        if (_armedFor is not { } due)
        {
            _timer?.Dispose();
            _timer = null;
            DeactivateOnIdle();
            return;
        }

        var wait = due - time.GetUtcNow();
        wait = wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait > LongestTimer ? LongestTimer : wait;
        _timer ??= this.RegisterGrainTimer(RingAsync, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private async Task RingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Ensure();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The wake-up stands in the store: the grain is called again for it.
            LogFailed(this.GetPrimaryKeyString(), failure);
        }
    }

    [LoggerMessage(EventId = 151, Level = LogLevel.Error, Message = "cron workflow {Key} could not do what was due; it is tried again")]
    private partial void LogFailed(string key, Exception failure);
}
