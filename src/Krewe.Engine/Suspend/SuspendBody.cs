using Krewe.Model;

namespace Krewe.Engine;

/// <summary>A node that waits for a user, or for time to pass.</summary>
internal sealed class SuspendBody(RunWork work, Invocation invocation) : Body(work, invocation)
{
    private DateTimeOffset? _due;

    public override void Start(bool resumed)
    {
        var template = Render.Lenient(Invocation.Template!, Invocation.InsideScope(), EngineJson.Plain.Template);
        TimeSpan? duration = template.Suspend!.Duration is { Length: > 0 } text ? GoTime.Parse(text) : null;
        if (!resumed)
        {
            if (Work.HaltMessage(Invocation.Plan.OnExit) is { } halted)
            {
                Invocation.Add(NodeType.Suspend, NodePhase.Failed, halted);
                return;
            }

            Invocation.Add(NodeType.Suspend, NodePhase.Running, outputs: Supplied(template));
        }

        if (duration is { } wait)
        {
            _due = (Node.StartedAt ?? Work.Now) + wait;
            Work.WakeAt(Invocation, _due.Value);
        }
    }

    public override void Advance()
    {
        if (_due is { } due && Work.Now >= due)
        {
            Finish(NodePhase.Succeeded);
        }
    }

    private static Outputs? Supplied(Template template)
    {
        var waiting = template.Outputs?.Parameters?.Where(p => p.ValueFrom?.Supplied is not null).ToList();
        return waiting is { Count: > 0 } ? new Outputs { Parameters = waiting } : null;
    }
}
