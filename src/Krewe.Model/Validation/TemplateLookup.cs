namespace Krewe.Model.Validation;

/// <summary>A lookup over resources in memory. Immutable.</summary>
public sealed class TemplateLookup : ITemplateLookup
{
    private readonly Dictionary<string, WorkflowTemplate> _namespaced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClusterWorkflowTemplate> _cluster = new(StringComparer.Ordinal);

    /// <summary>Takes the templates among the resources; of two with one name the later counts.</summary>
    public TemplateLookup(IEnumerable<ArgoResource> resources)
    {
        foreach (var resource in resources)
        {
            switch (resource)
            {
                case WorkflowTemplate template:
                    _namespaced[template.Metadata.Name ?? ""] = template;
                    break;
                case ClusterWorkflowTemplate template:
                    _cluster[template.Metadata.Name ?? ""] = template;
                    break;
            }
        }
    }

    /// <summary>A lookup without any template.</summary>
    public static TemplateLookup Empty { get; } = new([]);

    /// <inheritdoc/>
    public WorkflowTemplate? FindNamespaced(string name) => _namespaced.GetValueOrDefault(name);

    /// <inheritdoc/>
    public ClusterWorkflowTemplate? FindCluster(string name) => _cluster.GetValueOrDefault(name);
}
