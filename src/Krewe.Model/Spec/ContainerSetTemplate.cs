namespace Krewe.Model;

/// <summary>Several containers in one pod, ordered by their dependencies.</summary>
public sealed record ContainerSetTemplate
{
    public IReadOnlyList<ContainerNode>? Containers { get; init; }
    public IReadOnlyList<VolumeMount>? VolumeMounts { get; init; }
    public ContainerSetRetryStrategy? RetryStrategy { get; init; }
}
