using Krewe.Model.Manifests;

namespace Krewe.Model.Validation;

/// <content>Templates that run a whole workflow.</content>
internal sealed partial class SpecValidation
{
    private void CheckWorkflowCall(Template template, WorkflowCallTemplate call, Place place)
    {
        var words = $"templates.{template.Name}.workflow";
        var at = place.At(".workflow");
        if ((call.WorkflowTemplateRef is null) == (call.Spec is null))
        {
            findings.Add(at, $"{words} needs one of workflowTemplateRef and spec");
            return;
        }

        findings.AddIf(place.At(".daemon"), template.Daemon == true ? $"{words} cannot be a daemon" : null);
        ArgumentRules.Check(call.Arguments, $"{words}.arguments.", at.At(".arguments"), allowEmpty: false, findings);
        var outputs = template.Outputs;
        if (call.Wait == false && (outputs?.Parameters is { Count: > 0 } || outputs?.Artifacts is { Count: > 0 }))
        {
            findings.Add(place.At(".outputs"), $"{words}.wait is false, so that there is nothing to take outputs from");
        }

        if (ChildSpec(call, words, at) is { } spec)
        {
            CheckChildArguments(call, spec, words, at);
            CheckChildOutputs(outputs, spec, $"templates.{template.Name}.outputs", place.At(".outputs"));
        }
    }

    // Null: not to be known now, or reported.
    private WorkflowSpec? ChildSpec(WorkflowCallTemplate call, string words, Place at)
    {
        if (call.WorkflowTemplateRef is not { } reference)
        {
            CheckChildSpec(call, words, at);
            return call.Spec!.WorkflowTemplateRef is null ? call.Spec : null;
        }

        var name = reference.Name ?? "";
        if (Placeholders.Is(name) || IsVariable(name))
        {
            return null;
        }

        var spec = reference.ClusterScope == true ? lookup.FindCluster(name)?.Spec : lookup.FindNamespaced(name)?.Spec;
        var kind = reference.ClusterScope == true ? "clusterworkflowtemplates" : "workflowtemplates";
        findings.AddIf(at.At(".workflowTemplateRef"), spec is null ? $"{words}: {kind}.argoproj.io \"{name}\" not found" : null);
        return spec;
    }

    private void CheckChildSpec(WorkflowCallTemplate call, string words, Place at)
    {
        var own = new Findings();
        var spec = call.Spec! with { Entrypoint = Coalesce(call.Entrypoint, call.Spec.Entrypoint), Arguments = MergedArguments(call.Arguments, call.Spec.Arguments) };
        var childOptions = new SpecValidationOptions { SpecPath = at.At(".spec").Path, Lint = options.Lint, Defaults = options.Defaults };
        new SpecValidation(lookup, childOptions, own).Run(new ObjectMeta { Name = "child" }, spec);
        foreach (var error in own.Errors)
        {
            findings.Add(new Place(at.Prefix, error.Path), $"{words}: {error.Message}");
        }
    }

    private void CheckChildArguments(WorkflowCallTemplate call, WorkflowSpec spec, string words, Place at)
    {
        var given = call.Arguments?.Parameters ?? [];
        var known = (spec.Arguments?.Parameters ?? []).Select(parameter => parameter.Name ?? "").ToList();
        if (call.WorkflowTemplateRef is null)
        {
            return;
        }

        for (var i = 0; i < given.Count; i++)
        {
            if (known.Count > 0 && !known.Contains(given[i].Name ?? "", StringComparer.Ordinal))
            {
                findings.Add(at.At($".arguments.parameters[{i}]"), $"{words}.arguments: the workflow template has no parameter '{given[i].Name}'{Suggestion.Text(given[i].Name ?? "", known)}");
            }
        }

        foreach (var missing in (spec.Arguments?.Parameters ?? []).Where(parameter => parameter.Value is null && parameter.Default is null && parameter.ValueFrom is null && !given.Any(other => other.Name == parameter.Name)))
        {
            findings.Add(at.At(".arguments"), $"{words}.arguments: parameter '{missing.Name}' of the workflow template was not supplied");
        }
    }

    // Outputs of a child are its global ones; those that come from templates of other resources are not seen here.
    private void CheckChildOutputs(Outputs? outputs, WorkflowSpec spec, string words, Place at)
    {
        var templates = spec.Templates ?? [];
        var globals = templates.SelectMany(template => template.Outputs?.Parameters ?? []).Select(parameter => parameter.GlobalName).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (globals.Any(name => name.Contains("{{", StringComparison.Ordinal)) || templates.Any(CallsOthers))
        {
            return;
        }

        var parameters = outputs?.Parameters ?? [];
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].ValueFrom is { Parameter: { Length: > 0 } name, Default: null } && !globals.Contains(name))
            {
                findings.Add(at.At($".parameters[{i}]"), $"{words}.parameters.{parameters[i].Name}: no output of the child has the globalName '{name}'{Suggestion.Text(name, globals)}");
            }
        }
    }

    private static bool CallsOthers(Template template) =>
        (template.Steps ?? []).SelectMany(group => group).Any(step => step.TemplateRef is not null || step.Inline is not null)
        || (template.Dag?.Tasks ?? []).Any(task => task.TemplateRef is not null || task.Inline is not null);
}
