namespace Krewe.Engine;

/// <summary>The limit on what runs at once inside one steps or DAG node.</summary>
internal sealed class Boundary(RunWork work, string id, Krewe.Model.Template template, long? limit)
{
    private readonly Queue<Frame> _blocked = new();

    public string Id { get; } = id;

    public Krewe.Model.Template Template { get; } = template;

    public long? Limit { get; } = limit;

    public int Active { get; private set; }

    /// <summary>A child has failed: with the template's <c>failFast</c> nothing new is started.</summary>
    public bool Failed { get; set; }

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
