namespace Krewe.Storage;

/// <summary>A place in a list of changes, the latest first: behind the last one seen.</summary>
/// <param name="At">When the last one seen was asked for.</param>
/// <param name="Id">Its id.</param>
public sealed record AuditCursor(DateTimeOffset At, string Id);
