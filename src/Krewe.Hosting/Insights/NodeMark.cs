using Krewe.Model.Analysis;

namespace Krewe.Hosting;

/// <summary>All of a node that people are shown, to tell whether it has changed.</summary>
internal readonly record struct NodeMark(
    string Phase,
    string? Message,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Progress,
    string? ExitCode,
    string? Host,
    string? WaitingFor,
    string? Parent,
    string Tally)
{
    public static NodeMark Of(TreeNode node) => new(
        node.Phase, node.Status?.Message, node.StartedAt, node.FinishedAt, node.Status?.Progress, node.Status?.Outputs?.ExitCode, node.Status?.HostNodeName,
        node.Status?.SynchronizationStatus?.Waiting, node.Parent?.Id,
        node.Children.Count == 0 ? "" : string.Join(',', node.ChildPhases.Concat(node.WorkPhases)));
}
