namespace Krewe.Model;

/// <summary>
/// A whole workflow as one node: a child run that is linked to its parent, ends with it and gives its global outputs to the node.
/// An addition of Krewe's to Argo's template types.
/// </summary>
public sealed record WorkflowCallTemplate
{
    /// <summary>The stored template that the child runs; this or <c>spec</c>.</summary>
    public WorkflowTemplateRef? WorkflowTemplateRef { get; init; }
    /// <summary>The child's own spec; tags in it belong to the child.</summary>
    public WorkflowSpec? Spec { get; init; }
    /// <summary>Template that the child starts with, in place of its spec's own.</summary>
    public string? Entrypoint { get; init; }
    /// <summary>Arguments of the child; tags in them belong to the parent.</summary>
    public Arguments? Arguments { get; init; }
    /// <summary>Labels and annotations that the child gets besides those that link it to its parent.</summary>
    public Metadata? Metadata { get; init; }
    /// <summary>Whether the node ends with the child (the default), or as soon as the child is started.</summary>
    public bool? Wait { get; init; }
}
