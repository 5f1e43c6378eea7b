using Krewe.Model;

namespace Krewe.Engine;

/// <summary>
/// The engine at work on one run: live frames, the agenda of frames to look at, timers, counters.
/// </summary>
/// <remarks>
/// Everything here can be rebuilt from the nodes. A frame is looked at only when something of its own changed, so the cost of a
/// completion does not grow with the run.
/// </remarks>
internal sealed partial class RunWork
{
    // A decision stays small even when a loop skips all of a million items; the rest follows at once with the next wake-up.
    private const int NodesPerDecision = 2_000;

    private readonly Queue<Frame> _agenda = new();
    private readonly Queue<Frame> _blocked = new();
    private readonly Dictionary<string, List<Frame>> _waitingForLookup = [];
    private List<RunEvent> _events = [];
    private List<RunEffect> _effects = [];
    private int _added;
    private bool _built;

    private RunWork(RunState state) => State = state;

    public RunState State { get; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>Unfinished executions of templates that have a node, by node id.</summary>
    public Dictionary<string, Invocation> Live { get; } = [];

    public int ActiveLeaves { get; private set; }

    public static RunWork Of(RunState state, DateTimeOffset now)
    {
        var work = state.Work ??= new RunWork(state);
        work.Now = now;
        return work;
    }

    public void Emit(RunEvent e)
    {
        // Only what succeeded is done; an attempt that failed leaves its part open.
        if (e is NodeChanged { Phase: NodePhase.Succeeded, Progress: null } ended && State.Node(ended.Id)?.Progress is { } progress)
        {
            e = ended with { Progress = ProgressText.Complete(progress) };
        }

        State.Apply(e);
        _events.Add(e);
        if (e is NodeAdded)
        {
            _added++;
        }
        else if (e is RunChanged or RunRetried)
        {
            _globalScope = null;
        }
    }

    public void Effect(RunEffect effect) => _effects.Add(effect);

    public void Enqueue(Frame frame)
    {
        if (!frame.Queued)
        {
            frame.Queued = true;
            _agenda.Enqueue(frame);
        }
    }

    /// <summary>Looks at the frame again when a leaf of the run has ended.</summary>
    public void Block(Frame frame) => _blocked.Enqueue(frame);

    public string IdOf(string nodeName) => State.IdOf(nodeName);

    public RunNode? NodeByName(string nodeName) => State.Node(IdOf(nodeName));

    /// <summary>Looks at the frame again when the answer is there.</summary>
    public void AwaitLookup(Frame frame, LookupEffect effect)
    {
        if (!_waitingForLookup.TryGetValue(effect.LookupId, out var frames))
        {
            _waitingForLookup[effect.LookupId] = frames = [];
            _lookupEffects[effect.LookupId] = effect;
            Effect(effect);
        }

        if (!frames.Contains(frame))
        {
            frames.Add(frame);
        }
    }

    public bool HasRoom => ActiveLeaves < State.Config.Window && (Spec.Parallelism is not { } most || ActiveLeaves < most);

    public void WorkStarted(WorkBody body) => ActiveLeaves += body.Weight;

    public void WorkEnded(WorkBody body)
    {
        ActiveLeaves -= body.Weight;
        ReleaseBlocked();
    }

    private void ReleaseBlocked()
    {
        // One place came free: one frame may go on. It blocks again if its own limit holds it, so the next one gets a chance too.
        for (var n = _blocked.Count; n > 0 && HasRoom; n--)
        {
            Enqueue(_blocked.Dequeue());
            if (_blocked.Count == 0 || ActiveLeaves + _agenda.Count >= State.Config.Window)
            {
                return;
            }
        }
    }

    private void Run()
    {
        if (State.IsSuspended && State.Shutdown.Length == 0)
        {
            return;
        }

        while (_added < NodesPerDecision && _agenda.TryDequeue(out var frame))
        {
            frame.Queued = false;
            frame.Advance();
            if (_agenda.Count == 0 && !State.IsCompleted)
            {
                AssessRun();
            }
        }
    }

    public DateTimeOffset? NextWakeup()
    {
        if (State.IsCompleted)
        {
            return null;
        }

        if (_agenda.Count > 0 && !State.IsSuspended)
        {
            return Now;
        }

        return NextTimer();
    }
}
