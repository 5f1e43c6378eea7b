using Krewe.Model.Runs;

namespace Krewe.Model.Submission;

/// <summary>Applies submit options to workflows. Pure.</summary>
public static class WorkflowSubmission
{
    /// <summary>The workflow as the options want it.</summary>
    public static Changed<Workflow> Apply(Workflow workflow, SubmitOptions? options)
    {
        workflow = Present.Of(workflow);
        options ??= new SubmitOptions();
        var labels = Pairs.Parse(options.Labels);
        if (labels.Error is not null)
        {
            return Failed($"expected labels of the form: NAME1=VALUE2,NAME2=VALUE2. Received: {options.Labels}: {labels.Error}");
        }

        var annotations = Pairs.Parse(options.Annotations);
        if (annotations.Error is not null)
        {
            return Failed($"expected Annotations of the form: NAME1=VALUE2,NAME2=VALUE2. Received: {options.Annotations}: {annotations.Error}");
        }

        var metadata = workflow.Metadata;
        var changed = workflow with
        {
            Metadata = metadata with
            {
                Name = Given(options.Name) ?? metadata.Name,
                GenerateName = Given(options.GenerateName) ?? metadata.GenerateName,
                Labels = Pairs.Over(metadata.Labels, labels.Value!),
                Annotations = Pairs.Over(metadata.Annotations, annotations.Value!),
                OwnerReferences = options.OwnerReference is null ? metadata.OwnerReferences : [.. metadata.OwnerReferences ?? [], options.OwnerReference],
            },
            Spec = workflow.Spec with
            {
                Entrypoint = Given(options.EntryPoint) ?? workflow.Spec.Entrypoint,
                ServiceAccountName = Given(options.ServiceAccount) ?? workflow.Spec.ServiceAccountName,
                PodPriorityClassName = Given(options.PodPriorityClassName) ?? workflow.Spec.PodPriorityClassName,
                Priority = options.Priority ?? workflow.Spec.Priority,
            },
        };

        var withParameters = OverrideParameters(changed, options.Parameters);
        return withParameters.Value is { } result ? ArtifactOverrides.Apply(result, options.Artifacts) : withParameters;
    }

    /// <summary>The workflow with parameters of the form <c>name=value</c> first and its others behind them.</summary>
    public static Changed<Workflow> OverrideParameters(Workflow workflow, IReadOnlyList<string>? parameters)
    {
        if (parameters is not { Count: > 0 })
        {
            return new Changed<Workflow>(workflow, null);
        }

        workflow = Present.Of(workflow);
        var given = new List<Parameter>();
        foreach (var text in Pairs.Texts(parameters))
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at < 0)
            {
                return Failed($"expected parameter of the form: NAME=VALUE. Received: {text}");
            }

            given.Add(new Parameter { Name = text[..at], Value = text[(at + 1)..] });
        }

        given.AddRange((workflow.Spec.Arguments?.Parameters ?? []).Where(old => !given.Any(parameter => parameter.Name == old.Name)));
        var changed = workflow with { Spec = With(workflow.Spec, given) };
        return new Changed<Workflow>(
            changed.Status?.StoredWorkflowTemplateSpec is { } stored ? changed with { Status = changed.Status with { StoredWorkflowTemplateSpec = With(stored, given) } } : changed,
            null);
    }

    private static WorkflowSpec With(WorkflowSpec spec, IReadOnlyList<Parameter> parameters) =>
        spec with { Arguments = (spec.Arguments ?? new Arguments()) with { Parameters = parameters } };

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Changed<Workflow> Failed(string error) => new(null, error);
}
