using System.Globalization;
using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Analysis;
using Krewe.Model.Runs;

namespace Krewe.Hosting;

/// <summary>Nodes as the API shows them.</summary>
internal static class NodeItems
{
    public static NodeItem Of(RunView view, TreeNode node) => new()
    {
        Id = node.Id,
        Name = node.Name,
        DisplayName = node.DisplayName,
        Type = node.Type,
        Phase = node.Phase,
        Parent = node.Parent?.Id,
        Index = node.Index < 0 ? null : node.Index,
        Template = TemplateOf(node.Status ?? node.Children[0].Status),
        Message = node.Status?.Message,
        StartedAt = node.StartedAt,
        FinishedAt = node.FinishedAt,
        Progress = node.Status?.Progress,
        ExitCode = ExitCodeOf(node.Status),
        PodName = PodOf(view.Workflow, node.Status),
        Host = node.Status?.HostNodeName,
        WaitingFor = node.Status?.SynchronizationStatus?.Waiting,
        ChildRun = node.Status?.ChildWorkflow?.Name,
        Part = node.Children.Count == 0 && node.Status is { } status && RunParts.UidOf(status) is { } part ? part : RunParts.IsPart(view.Uid) ? view.Uid : null,
        Children = node.Children.Count == 0 ? null : new NodeTally { Total = node.Children.Count, Phases = node.ChildPhases },
        Work = node.Children.Count == 0 ? null : new NodeTally { Total = node.WorkPhases.Values.Sum(), Phases = node.WorkPhases },
    };

    public static string? TemplateOf(NodeStatus? node) => node?.TemplateRef?.Template ?? node?.TemplateName;

    public static int? ExitCodeOf(NodeStatus? node) =>
        int.TryParse(node?.Outputs?.ExitCode, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : null;

    public static string? PodOf(Workflow run, NodeStatus? node) => node?.Type == NodeType.Pod ? NodeNames.Pod(run, node) : null;
}
