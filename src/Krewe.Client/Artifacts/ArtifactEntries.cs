using Krewe.Model;

namespace Krewe.Client;

/// <summary>Reads the artifacts of a run out of its status.</summary>
public static class ArtifactEntries
{
    /// <summary>Artifacts of all nodes, outputs before inputs of a node, nodes by start.</summary>
    public static IReadOnlyList<ArtifactEntry> Of(Workflow workflow) =>
    [
        .. (workflow.Status?.Nodes?.Values ?? [])
            .OrderBy(node => node.StartedAt).ThenBy(node => node.Id, StringComparer.Ordinal)
            .SelectMany(node => From(node, node.Outputs?.Artifacts, isInput: false).Concat(From(node, node.Inputs?.Artifacts, isInput: true))),
    ];

    private static IEnumerable<ArtifactEntry> From(NodeStatus node, IReadOnlyList<Artifact>? artifacts, bool isInput) =>
        (artifacts ?? []).Select(artifact => new ArtifactEntry
        {
            NodeId = node.Id,
            NodeName = node.Name,
            TemplateName = node.TemplateName ?? node.TemplateRef?.Template,
            Name = artifact.Name ?? "",
            IsInput = isInput,
            Key = artifact.S3?.Key ?? artifact.Gcs?.Key ?? artifact.Oss?.Key ?? artifact.Azure?.Blob,
        });
}
