namespace Krewe.Model;

/// <summary>Argo <c>WorkflowEventBindingSpec</c>.</summary>
public sealed record WorkflowEventBindingSpec
{
    public EventSelector? Event { get; init; }
    public EventSubmit? Submit { get; init; }
}
