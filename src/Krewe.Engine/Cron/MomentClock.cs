namespace Krewe.Engine.Cron;

/// <summary>A clock that stands at one moment: all expressions of a decision read the same.</summary>
internal sealed class MomentClock(DateTimeOffset now) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => now;
}
