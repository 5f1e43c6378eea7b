namespace Krewe.Engine;

/// <summary>Work that is done elsewhere: by an executor, or as a part of the run with a log of its own.</summary>
internal abstract class WorkBody(RunWork work, Invocation invocation) : Body(work, invocation)
{
    /// <summary>How many of the steps that a run may have at work it counts for.</summary>
    public virtual int Weight => 1;

    /// <summary>What has the work begin, or finds it begun: it is repeated after a restart.</summary>
    public abstract RunEffect Begin();
}
