using System.Diagnostics;
using System.Runtime.CompilerServices;
using Krewe.Engine;
using Krewe.Model;
using Krewe.Model.Tracing;

namespace Krewe.Grains;

/// <summary>
/// The spans of runs: one <c>workflow</c> each, and one <c>node</c> for each node below the node that holds it. A span is made when what
/// it tells of has ended and that is durable, from the recorded times, so that nothing is held open and a replay makes none.
/// </summary>
internal static class RunSpans
{
    private static readonly ActivitySource Source = new(KreweTelemetry.SourceName, typeof(RunSpans).Assembly.GetName().Version?.ToString(3) ?? "");

    /// <summary>Whether anyone listens: if not, there is nothing to do.</summary>
    public static bool AreWanted => Source.HasListeners();

    /// <summary>Tells of everything that ended in one commit.</summary>
    /// <param name="events">What was committed.</param>
    /// <param name="state">The run, which holds it and perhaps more.</param>
    public static void Tell(IReadOnlyList<RunEvent> events, RunState state)
    {
        if (RunTrace.Of(state.Workflow) is not { } trace)
        {
            return;
        }

        foreach (var item in events)
        {
            switch (item)
            {
                case NodeChanged { Phase: { } phase } changed when NodePhase.IsCompleted(phase):
                    TellNode(changed.Id, state, trace);
                    break;
                case NodeAdded added when NodePhase.IsCompleted(added.Phase):
                    TellNode(added.Id ?? state.IdOf(added.Name), state, trace);
                    break;
                case RunChanged { Phase: { } phase } when WorkflowPhase.IsCompleted(phase) && state.Config.Part is null:
                    TellRun(state, trace);
                    break;
            }
        }
    }

    private static void TellRun(RunState state, RunTrace trace)
    {
        using var span = Start("workflow", trace, trace.ParentSpanId, trace.Span.SpanId, state.StartedAt, state.FinishedAt);
        span?.SetTag("krewe.workflow.name", state.Name).SetTag("krewe.workflow.namespace", state.Namespace).SetTag("krewe.workflow.uid", state.RunUid);
        End(span, state.Phase, state.Message);
    }

    private static void TellNode(string id, RunState state, RunTrace trace)
    {
        // The outermost node of a part is told of by the run that holds it.
        if (state.Nodes.GetValueOrDefault(id) is not { } node || node.Name == state.Config.Part?.NodeName)
        {
            return;
        }

        var parent = node.BoundaryId is { Length: > 0 } boundary ? RunTrace.NodeSpanId(state.RunUid, boundary) : trace.Span.SpanId;
        using var span = Start("node", trace, parent, RunTrace.NodeSpanId(state.RunUid, id), node.StartedAt, node.FinishedAt);
        span?.SetTag("krewe.workflow.name", state.Name).SetTag("krewe.workflow.namespace", state.Namespace).SetTag("krewe.node.id", id)
            .SetTag("krewe.node.name", node.Name).SetTag("krewe.node.type", node.Type).SetTag("krewe.node.template", node.TemplateName);
        End(span, node.Phase, node.Message);
    }

    private static Activity? Start(string name, RunTrace trace, string? parentSpan, string span, DateTimeOffset? from, DateTimeOffset? to)
    {
        var parent = new ActivityContext(
            ActivityTraceId.CreateFromString(trace.Span.TraceId),
            parentSpan is null ? default : ActivitySpanId.CreateFromString(parentSpan),
            trace.Span.IsSampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None);
        var activity = Source.StartActivity(name, ActivityKind.Internal, parent, startTime: from ?? to ?? default);
        if (activity is not null)
        {
            // A step has been told the id already, and other spans point to it; there is no public way to choose it.
            SpanIdOf(activity) = span;
            activity.SetEndTime((to ?? from ?? default).UtcDateTime);
        }

        return activity;
    }

    private static void End(Activity? span, string phase, string? message)
    {
        span?.SetTag("krewe.phase", phase);
        if (phase is NodePhase.Failed or NodePhase.Error)
        {
            span?.SetStatus(ActivityStatusCode.Error, message);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanIdOf(Activity activity);
}
