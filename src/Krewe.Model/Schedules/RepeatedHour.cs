namespace Krewe.Model.Schedules;

/// <summary>What a schedule does when the clock is set back and local times come twice.</summary>
public enum RepeatedHour
{
    /// <summary>Both count, as in Argo.</summary>
    Twice,

    /// <summary>Only the first counts, for schedules that name their hours; one with an open hour field goes on through both.</summary>
    Once,
}
