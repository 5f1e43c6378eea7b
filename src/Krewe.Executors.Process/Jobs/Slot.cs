namespace Krewe.Executors.Process.Jobs;

/// <summary>A place of a <see cref="SlotQueue"/>, or a claim to one.</summary>
internal sealed class Slot(string run, int priority, bool isPlain, Action isLong, long since) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>The run that the work is of.</summary>
    public string Run => run;

    /// <summary>Of the run; higher first.</summary>
    public int Priority => priority;

    /// <summary>Whether the work can be given to the supervisor before its turn.</summary>
    public bool IsPlain => isPlain;

    /// <summary>Called, once, if the wait takes long.</summary>
    public Action IsLong => isLong;

    /// <summary>Time stamp of the moment it was asked for.</summary>
    public long Since => since;

    /// <summary>Where it waits; null while the work runs and once the slot is given back.</summary>
    public LinkedListNode<Slot>? Place { get; set; }

    /// <summary>Whether the work has the slot, and runs unless it is still to be started.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Whether the long wait has been told of.</summary>
    public bool IsTold { get; set; }
}
