namespace Krewe.Model;

/// <summary>A container of a container set.</summary>
public sealed record ContainerNode : Container
{
    public IReadOnlyList<string>? Dependencies { get; init; }
}
