namespace Krewe.Storage;

/// <summary>Change of a run's durable wake-up: the latest moment at which its grain must be looked at again.</summary>
public readonly record struct WakeupChange
{
    private WakeupChange(DateTimeOffset? dueAt) => DueAt = dueAt;

    /// <summary>The moment, or null to have none. Kept to the millisecond.</summary>
    public DateTimeOffset? DueAt { get; }

    /// <summary>No wake-up any more.</summary>
    public static WakeupChange Clear => default;

    /// <summary>Wake the run at the moment given.</summary>
    /// <param name="dueAt">When; may lie in the past.</param>
    public static WakeupChange At(DateTimeOffset dueAt) => new(dueAt);
}
