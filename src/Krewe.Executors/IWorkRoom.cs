namespace Krewe.Executors;

/// <summary>How much more work this machine could begin at once.</summary>
public interface IWorkRoom
{
    /// <summary>Steps that could begin now; below zero: so many wait already. Any thread may ask, often.</summary>
    int Room { get; }

    /// <summary>The places for steps. Any thread may ask.</summary>
    WorkSlots Slots { get; }

    /// <summary>Why no step can begin on this machine, in words that anybody may read; null when steps can. Cheap; any thread may ask.</summary>
    string? Problem { get; }
}
