namespace Krewe.Engine;

/// <summary>
/// A live part of a run: a call, a loop, a template being executed. Frames are a cache over the nodes: a frame made anew beside
/// existing nodes takes its place from them.
/// </summary>
internal abstract class Frame(RunWork work)
{
    protected RunWork Work { get; } = work;

    protected RunState State => Work.State;

    /// <summary>Whether it stands in the agenda already.</summary>
    internal bool Queued { get; set; }

    /// <summary>Does what can be done now; harmless when there is nothing.</summary>
    public abstract void Advance();
}

/// <summary>Takes the end of an execution of a template.</summary>
internal interface IInvocationOwner
{
    void InvocationChanged(Invocation invocation);

    void InvocationDone(Invocation invocation);
}

/// <summary>Takes the end of a call or a loop of calls.</summary>
internal interface ICallOwner
{
    void CallDone(CallFrame call);

    void LoopDone(LoopFrame loop);
}
