namespace Krewe.Storage;

/// <summary>How far a cron workflow's slots are accounted for.</summary>
/// <param name="Key">The cron workflow.</param>
/// <param name="Cursor">All slots up to this moment, itself included, are accounted for.</param>
/// <param name="Schedule">Text of the schedules that this was reckoned by.</param>
/// <param name="WakeupAt">When the next slot is due; null when none is.</param>
public sealed record CronState(CronKey Key, DateTimeOffset Cursor, string Schedule, DateTimeOffset? WakeupAt);
