using Krewe.Executors.Process.View;

namespace Krewe.Executors.Process.Jobs;

/// <summary>Which nodes can run in a lane of the supervisor, which saves making folders and mounts for them.</summary>
internal static class LaneChoice
{
    /// <summary>Whether the node is one container that has nothing of the file system to itself but <c>/tmp</c> and where it starts.</summary>
    public static bool IsPossible(NodeWork work, JobServices services) =>
        work.Template is { Container: { } main, Script: null, ContainerSet: null, Data: null } template
        && template.Daemon != true
        && IsEmpty(template.InitContainers)
        && IsEmpty(template.Sidecars)
        && IsEmpty(main.VolumeMounts)
        && IsEmpty(template.Inputs?.Artifacts)
        && (template.Outputs?.Artifacts ?? []).Select(a => a.Path).Concat((template.Outputs?.Parameters ?? []).Select(p => p.ValueFrom?.Path)).All(path => path is null || LaneView.Owns(path))
        && (string.IsNullOrEmpty(main.WorkingDir) ? services.WorkingDirectory is null || IsOfHost(services.WorkingDirectory) : IsOfHost(main.WorkingDir));

    private static bool IsOfHost(string folder) => folder.StartsWith('/') && !LaneView.Owns(folder) && Directory.Exists(folder);

    private static bool IsEmpty<T>(IReadOnlyCollection<T>? items) => items is null or { Count: 0 };
}
