using Krewe.Model;
using Krewe.Model.Merging;

namespace Krewe.Engine;

/// <summary>Which settings win.</summary>
internal static class SpecMerge
{
    public static WorkflowSpec Executed(Workflow workflow, WorkflowSpec? template, Workflow? defaults) =>
        template is null && defaults is null ? workflow.Spec : WorkflowMerge.JoinSpecs(workflow.Spec, template, defaults?.Spec);

    public static Template TemplateDefaults(Template template, Template defaults) => WorkflowMerge.ApplyDefaults(template, defaults);
}
