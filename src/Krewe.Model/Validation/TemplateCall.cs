namespace Krewe.Model.Validation;

/// <summary>A call of a template by a step, task or the workflow.</summary>
/// <param name="Template">Name of a template of the same resource.</param>
/// <param name="Reference">Template of another resource.</param>
/// <param name="Inline">A template written in place.</param>
internal sealed record TemplateCall(string? Template = null, TemplateRef? Reference = null, Template? Inline = null)
{
    public static TemplateCall Of(WorkflowStep step) => new(step.Template, step.TemplateRef, step.Inline);

    public static TemplateCall Of(DagTask task) => new(task.Template, task.TemplateRef, task.Inline);
}
