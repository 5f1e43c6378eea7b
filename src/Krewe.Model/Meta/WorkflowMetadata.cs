namespace Krewe.Model;

/// <summary><c>spec.workflowMetadata</c>: written to the Workflow once, when it is first reconciled.</summary>
public sealed record WorkflowMetadata : Metadata
{
    /// <summary>Labels whose value is an expression; it must give a string that is a valid label value.</summary>
    public IReadOnlyDictionary<string, LabelValueFrom>? LabelsFrom { get; init; }
}
