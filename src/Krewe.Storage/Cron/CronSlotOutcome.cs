namespace Krewe.Storage;

/// <summary>What became of a slot. The numbers are stored.</summary>
public enum CronSlotOutcome
{
    /// <summary>A run was started for it.</summary>
    Started = 1,

    /// <summary>No run on purpose: the definition said so.</summary>
    Skipped = 2,

    /// <summary>No engine was there when it was due, and catching up did not reach it.</summary>
    Missed = 3,

    /// <summary>A run should have been started but could not be.</summary>
    Failed = 4,
}
