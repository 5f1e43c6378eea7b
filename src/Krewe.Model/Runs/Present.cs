namespace Krewe.Model.Runs;

/// <summary>A manifest may leave out metadata or spec, or have null for them: what works on workflows need not care.</summary>
internal static class Present
{
    public static Workflow Of(Workflow workflow) =>
        workflow.Metadata is not null && workflow.Spec is not null ? workflow : workflow with { Metadata = workflow.Metadata ?? new ObjectMeta(), Spec = workflow.Spec ?? new WorkflowSpec() };
}
