namespace Krewe.Engine;

/// <summary>What a kind of template does while its node is not fulfilled.</summary>
internal abstract class Body(RunWork work, Invocation invocation)
{
    protected RunWork Work { get; } = work;

    protected RunState State => Work.State;

    protected Invocation Invocation { get; } = invocation;

    protected string Id => Invocation.Id;

    protected string Name => Invocation.Name;

    protected RunNode Node => Invocation.Node!;

    /// <summary>Makes the node, or takes up the one that is there (<paramref name="resumed"/>).</summary>
    public abstract void Start(bool resumed);

    /// <summary>Goes on as far as can be.</summary>
    public abstract void Advance();

    /// <summary>The node is fulfilled.</summary>
    public virtual void Ended()
    {
    }

    protected void Finish(string phase, string? message = null, Krewe.Model.Outputs? outputs = null, IReadOnlyList<string>? outbound = null) => Work.Emit(new NodeChanged
    {
        Id = Id,
        Phase = phase,
        Message = message,
        FinishedAt = Work.Now,
        Outputs = outputs,
        Outbound = outbound,
    });
}
