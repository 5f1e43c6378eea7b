using System.Globalization;
using Krewe.Client;
using Krewe.Model.Analysis;

namespace Krewe.Hosting;

/// <summary>Timelines out of views of runs. Pure.</summary>
/// <param name="view">The run.</param>
/// <param name="begun">When the work of its nodes began, by node ID.</param>
/// <param name="now">The present.</param>
internal sealed class Timelines(RunView view, IReadOnlyDictionary<string, DateTimeOffset> begun, DateTimeOffset now)
{
    private readonly IReadOnlyList<CriticalStep> _path = CriticalPath.Of(view.Tree, view.Workflow.Status?.StartedAt ?? now, view.Workflow.Status?.FinishedAt ?? now);

    public TimelinePage Page(TimelineQuery query)
    {
        if (query.Limit is < 1 or > TimelineQuery.MostNodes)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"limit must be from 1 to {TimelineQuery.MostNodes}");
        }

        var critical = _path.Select(step => step.Node.Id).ToHashSet(StringComparer.Ordinal);
        var found = view.Tree.Nodes
            .Where(node => CriticalPath.IsWork(node)
                && (query.Phases.Count == 0 || query.Phases.Contains(node.Phase, StringComparer.OrdinalIgnoreCase))
                && (query.Name is not { Length: > 0 } part || node.DisplayName.Contains(part, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(node => node.StartedAt).ThenBy(node => node.Id, StringComparer.Ordinal).ToList();
        var after = PlaceOf(query.Continue);
        // Nodes come to be in this order, so that those of a live run that are still to come are on later pages.
        var rest = found.SkipWhile(node => after is { } place && (node.StartedAt!.Value.UtcTicks, node.Id).CompareTo(place) <= 0).ToList();
        var page = rest.Take(query.Limit).ToList();
        return new TimelinePage
        {
            Uid = view.Uid,
            Phase = view.Phase,
            Version = view.Version,
            StartedAt = view.Workflow.Status?.StartedAt,
            FinishedAt = view.Workflow.Status?.FinishedAt,
            Total = found.Count,
            Items = [.. page.Select(node => Bar(node, critical.Contains(node.Id)))],
            Continue = rest.Count > page.Count ? string.Create(CultureInfo.InvariantCulture, $"{page[^1].StartedAt!.Value.UtcTicks}.{page[^1].Id}") : null,
        };
    }

    public CriticalPathReport Report()
    {
        var bars = _path.Select(step => Bar(step.Node, isCritical: true)).ToList();
        return new CriticalPathReport
        {
            Uid = view.Uid,
            Phase = view.Phase,
            IdleMilliseconds = _path.Sum(step => Milliseconds(step.After, step.Node.StartedAt!.Value)),
            QueueMilliseconds = bars.Sum(bar => bar.QueueMilliseconds ?? 0),
            RunMilliseconds = bars.Sum(bar => bar.RunMilliseconds ?? 0),
            Items = bars,
        };
    }

    private TimelineBar Bar(TreeNode node, bool isCritical)
    {
        var (created, end) = (node.StartedAt!.Value, node.FinishedAt ?? now);
        var known = begun.TryGetValue(node.Id, out var began);
        // A node that waits has not begun; of one that is over and never said so, all is taken for work.
        var waits = !known && node.FinishedAt is null;
        return new TimelineBar
        {
            NodeId = node.Id,
            DisplayName = node.DisplayName,
            Step = StepPath.Of(view.Workflow.Metadata.Name ?? "", node.Name),
            Type = node.Type,
            Phase = node.Phase,
            CreatedAt = created,
            BegunAt = known ? began : null,
            FinishedAt = node.FinishedAt,
            QueueMilliseconds = known ? Milliseconds(created, began) : waits ? Milliseconds(created, end) : null,
            RunMilliseconds = waits ? null : Milliseconds(known ? began : created, end),
            Host = node.Status?.HostNodeName,
            IsCritical = isCritical,
        };
    }

    private static long Milliseconds(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, (long)(to - from).TotalMilliseconds);

    private static (long, string)? PlaceOf(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        var parts = token.Split('.', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? (ticks, parts[1])
            : throw new KreweException(KreweErrorCode.InvalidArgument, "the continue token is not one of ours");
    }
}
