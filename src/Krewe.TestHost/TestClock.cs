namespace Krewe.TestHost;

/// <summary>The host's clock: it moves when nothing else can, to the next moment at which something is due.</summary>
internal sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void MoveTo(DateTimeOffset moment)
    {
        if (moment.UtcTicks > Interlocked.Read(ref _ticks))
        {
            Interlocked.Exchange(ref _ticks, moment.UtcTicks);
        }
    }
}
