namespace Krewe.Client;

/// <summary>Why something waits.</summary>
public enum WaitReason
{
    /// <summary>As many runs are at work as the engine or the namespace allows.</summary>
    Parallelism,

    /// <summary>A mutex or semaphore is held by others.</summary>
    Lock,

    /// <summary>The run was suspended.</summary>
    Suspended,

    /// <summary>A suspend node waits for somebody to resume it.</summary>
    Approval,

    /// <summary>A suspend node waits for its time to pass.</summary>
    Delay,

    /// <summary>The next attempt of a retry is not due yet.</summary>
    Backoff,

    /// <summary>As many steps are at work as the workflow allows.</summary>
    WorkflowParallelism,

    /// <summary>As many children are at work as their template allows.</summary>
    TemplateParallelism,

    /// <summary>A step was given out and has not begun: it waits for a place on a machine.</summary>
    Dispatch,

    /// <summary>The run was created and has not been taken up yet.</summary>
    Starting,
}
