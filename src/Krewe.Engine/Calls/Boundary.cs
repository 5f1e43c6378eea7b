namespace Krewe.Engine;

/// <summary>The limit on what runs at once inside one steps or DAG node.</summary>
internal sealed class Boundary(RunWork work, Invocation invocation, Krewe.Model.Template template)
{
    private readonly Queue<Frame> _blocked = new();

    public string Id => invocation.Id;

    public Krewe.Model.Template Template => template;

    public long? Limit { get; } = template.Parallelism;

    public int Active { get; private set; }

    /// <summary>A child has failed and the template has <c>failFast</c>: nothing new is started.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Children that have ended and whose hooks have not.</summary>
    public int InHooks { get; set; }

    public void ChildFailed()
    {
        if (template.FailFast == true && !IsClosed)
        {
            // Hooks may still start: they must not wait behind what does not any more.
            IsClosed = true;
            Wake();
        }

        ChildEnded();
    }

    /// <summary>A child has ended: it may have been the last that a closed template waited for.</summary>
    public void ChildEnded()
    {
        if (IsClosed)
        {
            work.Enqueue(invocation);
        }
    }

    public bool HasRoom => Limit is not { } most || Active < most;

    public void Block(Frame frame) => _blocked.Enqueue(frame);

    public void Started() => Active++;

    /// <summary>Looks at all that wait again.</summary>
    public void Wake()
    {
        while (_blocked.TryDequeue(out var frame))
        {
            work.Enqueue(frame);
        }
    }

    public void Ended()
    {
        Active--;
        if (_blocked.TryDequeue(out var frame))
        {
            work.Enqueue(frame);
        }
    }
}
