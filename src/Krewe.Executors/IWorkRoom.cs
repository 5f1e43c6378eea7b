namespace Krewe.Executors;

/// <summary>How much more work this machine could begin at once.</summary>
public interface IWorkRoom
{
    /// <summary>Steps that could begin now; below zero: so many wait already. Any thread may ask, often.</summary>
    int Room { get; }

    /// <summary>The places for steps. Any thread may ask.</summary>
    WorkSlots Slots { get; }
}
