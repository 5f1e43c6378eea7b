using Krewe.Model;

namespace Krewe.Engine;

internal sealed partial class RunWork
{
    private readonly Dictionary<string, LookupEffect> _lookupEffects = [];

    /// <summary>The template a call names if it is known already; never asks.</summary>
    public Template? TryResolve(TemplateSource from, string? name, TemplateRef? reference, Template? inline, string callName)
    {
        try
        {
            return Resolve(from, name, reference, inline, callName).Template;
        }
        catch (Exception e) when (e is UserErrorException or LookupNeededException)
        {
            return null;
        }
    }

    private void Answer(LookupCompleted answer)
    {
        if (!_waitingForLookup.Remove(answer.LookupId, out var frames))
        {
            return;
        }

        _lookupEffects.Remove(answer.LookupId);
        if (answer.Template is not null || answer.ClusterTemplate is not null)
        {
            Emit(new TemplateLearned { Template = answer.Template, ClusterTemplate = answer.ClusterTemplate });
        }

        Emit(new LookupAnswered { LookupId = answer.LookupId, Found = answer.Found, Error = answer.Error, Value = answer.Value, Memo = answer.Memo });
        foreach (var frame in frames)
        {
            Enqueue(frame);
        }

        Build();
    }

    /// <summary>All that is asked of the world and not answered yet.</summary>
    public IReadOnlyList<RunEffect> PendingEffects()
    {
        var all = new List<RunEffect>();
        if (State.IsCompleted)
        {
            all.AddRange(Cancellations());
            all.AddRange(State.Locks.Values.Select(l => new ReleaseLocks(l.HolderKey, l.Locks)));
            if (PendingCollection is { } collection)
            {
                all.Add(collection);
            }

            all.Add(new RunCompleted(State.Phase, State.Message));
            if (EndOfPart is { } end)
            {
                all.Add(end);
            }

            return all;
        }

        all.AddRange(_lookupEffects.Values);
        all.AddRange(State.Locks.Values.Select(l => new AcquireLocks(l.HolderKey, l.Locks, Priority, CreatedAt)));
        foreach (var id in State.OutstandingNodes)
        {
            if (State.Node(id) is { IsFulfilled: false } && Live.GetValueOrDefault(id)?.CurrentBody is WorkBody body)
            {
                all.Add(body.Begin());
            }
        }

        all.AddRange(Cancellations());
        return all;
    }

    private IEnumerable<RunEffect> Cancellations() => State.OutstandingNodes
        .Select(State.Node)
        .OfType<RunNode>()
        .Where(node => NodePhase.IsCompleted(node.Phase))
        .Select(node => CancelOf(node, node.Cancelling ?? "the node has ended", State.Shutdown == "Terminate"));
}
