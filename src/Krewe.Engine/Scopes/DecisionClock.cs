namespace Krewe.Engine;

/// <summary>The clock of expressions: the moment of the decision, so that a replay or a test sees the same.</summary>
internal sealed class DecisionClock(RunWork work) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => work.Now;
}
