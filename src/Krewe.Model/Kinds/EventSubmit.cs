namespace Krewe.Model;

/// <summary>What an event starts (Argo <c>Submit</c>).</summary>
public sealed record EventSubmit
{
    public WorkflowTemplateRef? WorkflowTemplateRef { get; init; }
    public ObjectMeta? Metadata { get; init; }
    public Arguments? Arguments { get; init; }
}
