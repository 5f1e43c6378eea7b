namespace Krewe.Model.Validation;

/// <summary>How to validate.</summary>
public sealed record ValidationOptions
{
    /// <summary>The occasion; <see cref="ValidationMode.Default"/> unless told.</summary>
    public ValidationMode Mode { get; init; }

    /// <summary>The controller's <c>workflowDefaults</c>, whose labels and annotations a workflow may refer to.</summary>
    public Workflow? WorkflowDefaults { get; init; }
}
