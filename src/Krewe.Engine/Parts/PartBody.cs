using Krewe.Model;

namespace Krewe.Engine;

/// <summary>A steps or DAG node whose subtree is a part of the run with a log of its own: here it is one node that waits for its end.</summary>
internal sealed class PartBody(RunWork work, Invocation invocation) : WorkBody(work, invocation)
{
    // A part has a window of its own; so many of them at once keep all silos busy.
    private const int PartsAtOnce = 8;

    public override int Weight => Math.Max(1, State.Config.Window / PartsAtOnce);

    public override void Start(bool resumed)
    {
        var type = Invocation.NodeTypeOf(Invocation.Template!);
        if (!resumed && Work.HaltMessage(Invocation.Plan.OnExit) is { } halted)
        {
            Invocation.Add(type, NodePhase.Failed, halted);
            return;
        }

        if (!resumed)
        {
            Invocation.Add(type, NodePhase.Running, given: true);
        }

        if (Node.Outstanding)
        {
            Work.Effect(Begin());
        }
    }

    public override void Advance()
    {
        // Deadlines, time-outs and limits are kept by the part itself.
    }

    public override RunEffect Begin() => new StartPart(Id, Node.PartUid!, Node.Attempt, State.IsSuspended, Work.PartOf(Invocation));
}
