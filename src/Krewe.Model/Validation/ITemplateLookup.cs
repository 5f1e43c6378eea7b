namespace Krewe.Model.Validation;

/// <summary>Finds the templates that a resource refers to. Implementations must answer the same for the length of a validation.</summary>
public interface ITemplateLookup
{
    /// <summary>The WorkflowTemplate of that name in the resource's namespace, or null.</summary>
    WorkflowTemplate? FindNamespaced(string name);

    /// <summary>The ClusterWorkflowTemplate of that name, or null.</summary>
    ClusterWorkflowTemplate? FindCluster(string name);
}
