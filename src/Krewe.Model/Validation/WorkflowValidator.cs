namespace Krewe.Model.Validation;

/// <summary>
/// Checks whether resources make sense, with Argo's rules and messages. All errors are returned, the first of them being the one
/// with which Argo would stop. Pure: what a resource refers to is asked of the lookup.
/// </summary>
public static class WorkflowValidator
{
    // A Kubernetes label, which carries the name, has at most that many characters; a cron workflow's runs add a time stamp to theirs.
    private const int LongestName = 63;
    private const int LongestCronName = 52;

    /// <summary>Validates a resource of any kind that users write; other kinds are always valid.</summary>
    public static IReadOnlyList<ValidationError> Validate(ArgoResource resource, ITemplateLookup templates, ValidationOptions? options = null) => resource switch
    {
        Workflow workflow => Validate(workflow, templates, options),
        WorkflowTemplate template => Validate(template, templates, options),
        ClusterWorkflowTemplate template => Validate(template, templates, options),
        CronWorkflow cron => Validate(cron, templates, options),
        WorkflowEventBinding binding => Validate(binding),
        _ => [],
    };

    /// <summary>Validates a workflow.</summary>
    public static IReadOnlyList<ValidationError> Validate(Workflow workflow, ITemplateLookup templates, ValidationOptions? options = null)
    {
        var findings = new Findings();
        // A manifest may have an explicit null for either.
        var metadata = workflow.Metadata ?? new ObjectMeta();
        CheckName(metadata, "workflow name", LongestName, findings);
        new SpecValidation(templates, OptionsOf(options), findings).Run(metadata, workflow.Spec ?? new WorkflowSpec());
        return findings.Errors;
    }

    /// <summary>Validates a workflow template.</summary>
    public static IReadOnlyList<ValidationError> Validate(WorkflowTemplate template, ITemplateLookup templates, ValidationOptions? options = null) =>
        ValidateTemplate(template.Metadata ?? new ObjectMeta(), template.Spec ?? new WorkflowSpec(), "workflow template name", templates, options);

    /// <summary>Validates a cluster workflow template.</summary>
    public static IReadOnlyList<ValidationError> Validate(ClusterWorkflowTemplate template, ITemplateLookup templates, ValidationOptions? options = null) =>
        ValidateTemplate(template.Metadata ?? new ObjectMeta(), template.Spec ?? new WorkflowSpec(), "cluster workflow template name", templates, options);

    /// <summary>Validates a cron workflow and the workflow in it.</summary>
    public static IReadOnlyList<ValidationError> Validate(CronWorkflow cron, ITemplateLookup templates, ValidationOptions? options = null)
    {
        var findings = new Findings();
        var spec = cron.Spec ?? new CronWorkflowSpec();
        var name = (cron.Metadata ?? new ObjectMeta()).Name;
        CheckName(new ObjectMeta { Name = name }, "cron workflow name", LongestCronName, findings);
        CronRules.Check(spec, findings);

        // The workflow is checked as one to be created even when the cron workflow is only linted.
        var ofWorkflow = new Findings();
        var metadata = spec.WorkflowMetadata ?? new ObjectMeta();
        var specOptions = OptionsOf(options) with { SpecPath = "spec.workflowSpec", Lint = false, Submit = false };
        new SpecValidation(templates, specOptions, ofWorkflow).Run(metadata with { Name = name }, spec.WorkflowSpec ?? new WorkflowSpec());
        return [.. findings.Errors, .. ofWorkflow.Errors.Select(error => error with { Message = $"cannot validate Workflow: {error.Message}" })];
    }

    /// <summary>Validates an event binding: it must say which events it takes and what it submits.</summary>
    public static IReadOnlyList<ValidationError> Validate(WorkflowEventBinding binding)
    {
        var findings = new Findings();
        if (string.IsNullOrEmpty(binding.Spec?.Event?.Selector))
        {
            findings.Add(new Place("", "spec.event"), "spec.event.selector is required");
        }

        if (binding.Spec?.Submit is { } submit)
        {
            // The template itself may come later: bindings and templates are applied in any order.
            if (string.IsNullOrEmpty(submit.WorkflowTemplateRef?.Name))
            {
                findings.Add(new Place("", "spec.submit"), "spec.submit.workflowTemplateRef.name is required");
            }

            ArgumentRules.Check(submit.Arguments, "spec.submit.arguments.", new Place("", "spec.submit.arguments"), allowEmpty: false, findings);
        }

        return findings.Errors;
    }

    private static IReadOnlyList<ValidationError> ValidateTemplate(
        ObjectMeta metadata, WorkflowSpec spec, string what, ITemplateLookup templates, ValidationOptions? options)
    {
        var findings = new Findings();
        CheckName(metadata, what, LongestName, findings);
        var specOptions = OptionsOf(options) with { IsTemplate = true, EntrypointOptional = string.IsNullOrEmpty(spec.Entrypoint) };
        new SpecValidation(templates, specOptions, findings).Run(metadata, spec);
        return findings.Errors;
    }

    private static SpecValidationOptions OptionsOf(ValidationOptions? options) => new()
    {
        Lint = options?.Mode == ValidationMode.Lint,
        Submit = options?.Mode == ValidationMode.Submit,
        Defaults = options?.WorkflowDefaults,
    };

    private static void CheckName(ObjectMeta metadata, string what, int longest, Findings findings)
    {
        if (metadata.Name is { } name && name.Length > longest)
        {
            findings.Add(
                new Place("", "metadata.name"),
                $"{what} \"{name}\" must not be more than {longest} characters long (currently {name.Length})");
        }
    }
}
