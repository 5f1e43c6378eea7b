using System.Globalization;
using System.Text.RegularExpressions;
using Krewe.Client;
using Krewe.Expressions.Filters;
using Krewe.Model;

namespace Krewe.Hosting;

/// <summary>Why a live run waits, or nodes of it do, as far as its status tells. Pure.</summary>
/// <param name="run">The run with its nodes.</param>
/// <param name="processLimit">Most steps at once on a machine; null when that is not known.</param>
internal sealed partial class RunWaits(Workflow run, int? processLimit)
{
    private const string BackoffMessage = "Backoff for ";

    private readonly IReadOnlyDictionary<string, NodeStatus> _nodes = run.Status?.Nodes ?? new Dictionary<string, NodeStatus>();

    /// <summary>All of it; <paramref name="lines"/> is what it stands in line for.</summary>
    public IReadOnlyList<Waiting> All(IEnumerable<Waiting> lines)
    {
        if (WorkflowPhase.IsCompleted(run.Status?.Phase))
        {
            return [];
        }

        var waits = lines.Select(Named).ToList();
        if (run.Spec.Suspend == true)
        {
            waits.Add(new Waiting { Reason = WaitReason.Suspended, Message = "the run is suspended: resume it to let it go on" });
        }

        waits.AddRange(OfWorkflowLimit());
        waits.AddRange(_nodes.Values.Where(node => !waits.Exists(wait => wait.NodeId == node.Id)).OrderBy(node => node.StartedAt).Select(OfNode).OfType<Waiting>());
        if (waits.Count == 0 && run.Status?.Phase is null or WorkflowPhase.Unknown or WorkflowPhase.Pending)
        {
            waits.Add(new Waiting { Reason = WaitReason.Starting, Message = "the run was created and has not been taken up yet", Since = run.Metadata.CreationTimestamp });
        }

        return [.. waits.OrderBy(wait => wait.NodeId is not null)];
    }

    private Waiting Named(Waiting wait) => wait.NodeId is { } id && _nodes.TryGetValue(id, out var node) ? wait with { NodeName = node.DisplayName } : wait;

    private IEnumerable<Waiting> OfWorkflowLimit()
    {
        var active = _nodes.Values.Count(IsWork);
        return SpecOf().Parallelism is { } limit && active >= limit
            ? [new Waiting { Reason = WaitReason.WorkflowParallelism, Message = $"{active} of {limit} steps are at work that the workflow allows at once (spec.parallelism); others wait", Limit = limit }]
            : [];
    }

    private Waiting? OfNode(NodeStatus node) => node switch
    {
        { Type: NodeType.Suspend, Phase: NodePhase.Running } => OfSuspend(node),
        { Type: NodeType.Retry, Phase: NodePhase.Running } => OfRetry(node),
        { Type: NodeType.Steps or NodeType.Dag, Phase: NodePhase.Running } => OfLimit(node),
        { Phase: NodePhase.Pending } when IsWork(node) => On(node) with
        {
            Reason = WaitReason.Dispatch,
            Message = node.Message is { Length: > 0 } message ? message
                : processLimit is { } limit ? $"given out and not begun: it waits for one of {limit} places on the machine" : "given out and not begun: it waits for a place on a machine",
        },
        _ => null,
    };

    private Waiting OfSuspend(NodeStatus node)
    {
        var duration = TemplateOf(node)?.Suspend?.Duration;
        var until = duration is { Length: > 0 } && !duration.Contains("{{", StringComparison.Ordinal) && Parsed(duration) is { } wait ? node.StartedAt + wait : null;
        return On(node) with
        {
            Reason = duration is { Length: > 0 } ? WaitReason.Delay : WaitReason.Approval,
            Message = duration is { Length: > 0 } ? $"waits for its time of {duration} to pass, or to be resumed" : "waits to be resumed by somebody",
            Until = until,
        };
    }

    private Waiting? OfRetry(NodeStatus node)
    {
        var last = (node.Children ?? []).Select(id => _nodes.GetValueOrDefault(id)).OfType<NodeStatus>().LastOrDefault();
        if (node.Message?.StartsWith(BackoffMessage, StringComparison.Ordinal) != true || last is null || !NodePhase.IsCompleted(last.Phase))
        {
            return null;
        }

        var until = last.FinishedAt is { } ended && Humanized(node.Message[BackoffMessage.Length..]) is { } wait ? ended + wait : (DateTimeOffset?)null;
        return On(node) with { Reason = WaitReason.Backoff, Message = $"attempt {(node.Children ?? []).Count} ended as {last.Phase}; the next one is not due yet ({node.Message})", Since = last.FinishedAt, Until = until };
    }

    private Waiting? OfLimit(NodeStatus node)
    {
        if (TemplateOf(node)?.Parallelism is not { } limit)
        {
            return null;
        }

        var active = _nodes.Values.Count(child => child.BoundaryID == node.Id && !NodePhase.IsCompleted(child.Phase) && child.Type is not (NodeType.StepGroup or NodeType.TaskGroup));
        return active < limit ? null : On(node) with
        {
            Reason = WaitReason.TemplateParallelism,
            Message = $"{active} of {limit} children are at work that template \"{node.TemplateName}\" allows at once; others wait",
            Limit = limit,
            Since = null,
        };
    }

    private static Waiting On(NodeStatus node) => new() { Reason = WaitReason.Dispatch, Message = "", NodeId = node.Id, NodeName = node.DisplayName, Since = node.StartedAt };

    private static bool IsWork(NodeStatus node) => node is { Type: NodeType.Pod or NodeType.Http or NodeType.Plugin, Phase: NodePhase.Pending or NodePhase.Running };

    private WorkflowSpec SpecOf() => run.Status?.StoredWorkflowTemplateSpec ?? run.Spec;

    private Template? TemplateOf(NodeStatus node) =>
        (SpecOf().Templates ?? []).Concat(run.Spec.Templates ?? []).FirstOrDefault(template => template.Name == node.TemplateName && node.TemplateRef is null)
        ?? run.Status?.StoredTemplates?.Values.FirstOrDefault(template => template.Name == (node.TemplateRef?.Template ?? node.TemplateName));

    // A bare number is of seconds.
    private static TimeSpan? Parsed(string duration) =>
        FilterSpans.Parse(int.TryParse(duration, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? duration + "s" : duration);

    /// <summary>What the engine's message says: <c>1 minute 10 seconds</c>.</summary>
    private static TimeSpan? Humanized(string text)
    {
        var total = TimeSpan.Zero;
        foreach (Match part in Parts().Matches(text))
        {
            var count = long.Parse(part.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            total += part.Groups["unit"].Value switch { "day" => TimeSpan.FromDays(count), "hour" => TimeSpan.FromHours(count), "minute" => TimeSpan.FromMinutes(count), _ => TimeSpan.FromSeconds(count) };
        }

        return total;
    }

    [GeneratedRegex(@"(?<count>\d{1,9}) (?<unit>day|hour|minute|second)s?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Parts();
}
