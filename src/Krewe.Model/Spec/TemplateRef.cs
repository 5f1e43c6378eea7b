namespace Krewe.Model;

/// <summary>Names a template of another resource.</summary>
public sealed record TemplateRef
{
    public string? Name { get; init; }
    public string? Template { get; init; }
    public bool? ClusterScope { get; init; }
}
