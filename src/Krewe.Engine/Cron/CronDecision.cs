namespace Krewe.Engine.Cron;

/// <summary>The decision on a slot.</summary>
/// <param name="Verdict">What to do.</param>
/// <param name="Reason">Why no run is started; null when one is.</param>
/// <param name="Stops">Whether the cron workflow has come to its end.</param>
/// <param name="IsOfPolicy">Whether it is <c>concurrencyPolicy</c> that keeps the run from starting.</param>
public sealed record CronDecision(CronVerdict Verdict, string? Reason = null, bool Stops = false, bool IsOfPolicy = false);
