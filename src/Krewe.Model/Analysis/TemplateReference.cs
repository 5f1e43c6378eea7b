namespace Krewe.Model.Analysis;

/// <summary>The name of a stored template that a spec refers to.</summary>
/// <param name="Name">Its name, which may be a tag that only a run can fill in.</param>
/// <param name="ClusterScope">Whether it is one of all namespaces.</param>
public readonly record struct TemplateReference(string Name, bool ClusterScope)
{
    /// <summary>Whether the name is known without a run.</summary>
    public bool IsFixed => !Name.Contains("{{", StringComparison.Ordinal);

    /// <summary>All references of a spec itself, each once; not those of the templates that it refers to.</summary>
    /// <param name="spec">The spec.</param>
    public static IReadOnlyCollection<TemplateReference> Of(WorkflowSpec? spec)
    {
        var found = new HashSet<TemplateReference>();
        AddSpec(found, spec);
        return found;
    }

    private static void AddSpec(HashSet<TemplateReference> found, WorkflowSpec? spec)
    {
        Add(found, spec?.WorkflowTemplateRef?.Name, spec?.WorkflowTemplateRef?.ClusterScope);
        AddHooks(found, spec?.Hooks);
        foreach (var template in spec?.Templates ?? [])
        {
            AddTemplate(found, template);
        }
    }

    private static void AddTemplate(HashSet<TemplateReference> found, Template template)
    {
        Add(found, template.Workflow?.WorkflowTemplateRef?.Name, template.Workflow?.WorkflowTemplateRef?.ClusterScope);
        AddSpec(found, template.Workflow?.Spec);
        foreach (var step in (template.Steps ?? []).SelectMany(group => group))
        {
            AddCall(found, step.TemplateRef, step.Inline, step.Hooks);
        }

        foreach (var task in template.Dag?.Tasks ?? [])
        {
            AddCall(found, task.TemplateRef, task.Inline, task.Hooks);
        }
    }

    private static void AddCall(HashSet<TemplateReference> found, TemplateRef? reference, Template? inline, IReadOnlyDictionary<string, LifecycleHook>? hooks)
    {
        Add(found, reference?.Name, reference?.ClusterScope);
        AddHooks(found, hooks);
        if (inline is not null)
        {
            AddTemplate(found, inline);
        }
    }

    private static void AddHooks(HashSet<TemplateReference> found, IReadOnlyDictionary<string, LifecycleHook>? hooks)
    {
        foreach (var hook in hooks?.Values ?? [])
        {
            Add(found, hook.TemplateRef?.Name, hook.TemplateRef?.ClusterScope);
        }
    }

    private static void Add(HashSet<TemplateReference> found, string? name, bool? clusterScope)
    {
        if (name is { Length: > 0 })
        {
            found.Add(new TemplateReference(name, clusterScope == true));
        }
    }
}
