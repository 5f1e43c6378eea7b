using Krewe.Engine;
using Krewe.Executors;

namespace Krewe.Grains;

/// <summary>Translates between the engine's words for a node's work and the executors'.</summary>
internal static class NodeMessages
{
    public static NodeWork ToWork(NodeWorkOrder order, string? traceParent = null) => new()
    {
        Id = new NodeWorkId(order.RunUid, order.NodeId, order.Attempt),
        Namespace = order.Namespace,
        WorkflowName = order.WorkflowName,
        NodeName = order.NodeName,
        PodName = order.PodName,
        Template = order.Template,
        Secrets = order.Secrets,
        Volumes = order.Volumes,
        OwnedClaims = order.OwnedClaims,
        Deadline = order.Deadline,
        CaptureResult = order.CaptureResult,
        ArchiveLogs = order.ArchiveLogs,
        ArchiveKeyPrefix = order.ArchiveKeyPrefix,
        Labels = order.Labels,
        Annotations = order.Annotations,
        ServiceAccountName = order.ServiceAccountName,
        AvoidHosts = order.AvoidHosts,
        Child = order.Child,
        Priority = order.Priority,
        Depth = order.Depth,
        ExecutorPlugins = order.ExecutorPlugins,
        RunTraceParent = traceParent,
    };

    public static NodeReported ToCommand(NodeReport report, DateTimeOffset now) => new()
    {
        Now = now,
        NodeId = report.Id.NodeId,
        Attempt = report.Id.Attempt,
        Phase = report.Phase,
        Message = report.Message,
        Outputs = report.Outputs,
        Ready = report.Ready,
        PodIP = report.PodIP,
        HostNodeName = report.HostNodeName,
        Progress = report.Progress,
        Containers = report.Containers.Count == 0
            ? null
            : report.Containers.ToDictionary(pair => pair.Key, pair => new ContainerState(pair.Value.Phase, pair.Value.ExitCode, pair.Value.Message, pair.Value.StartedAt, pair.Value.FinishedAt), StringComparer.Ordinal),
        InfrastructureFault = report.InfrastructureFault,
        StartedAt = report.StartedAt,
        FinishedAt = report.FinishedAt,
    };
}
