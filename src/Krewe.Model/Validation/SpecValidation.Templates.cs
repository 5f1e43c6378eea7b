using System.Globalization;
using Krewe.Model.Runs;

namespace Krewe.Model.Validation;

internal sealed partial class SpecValidation
{
    private const int DeepestCall = 100;
    private static readonly string[] RetryPolicies = ["Always", "OnError", "OnFailure", "OnTransientError"];

    private CalledTemplate Call(TemplateCall call, TemplateHome home, ArgumentSource arguments, Place place)
    {
        var before = findings.Count;
        if (Resolve(call, home, place) is not { } found)
        {
            return new CalledTemplate(null, findings.Count > before);
        }

        var (template, newHome, templatePlace) = found;
        if (template.RetryStrategy?.RetryPolicy is { Length: > 0 } policy && !RetryPolicies.Contains(policy, StringComparer.Ordinal))
        {
            findings.Add(templatePlace.At(".retryStrategy.retryPolicy"), $"{policy} is not a valid RetryPolicy; there are {string.Join(", ", RetryPolicies)}");
            return new CalledTemplate(template, Failed: true);
        }

        // Templates may call each other in a chain of any length; the stack is not of any length.
        if (_depth == DeepestCall)
        {
            _deferred.Enqueue(() => CheckTemplate(template, newHome, arguments, templatePlace, place));
            return new CalledTemplate(template, Failed: false);
        }

        _depth++;
        CheckTemplate(template, newHome, arguments, templatePlace, place);
        _depth--;
        return new CalledTemplate(template, findings.Count > before);
    }

    /// <summary>The called template with its resource and place; null when it is only known at run time or, reported, not there.</summary>
    private (Template Template, TemplateHome Home, Place Place)? Resolve(TemplateCall call, TemplateHome home, Place place)
    {
        if (call.Reference is { } reference)
        {
            return CheckReference(call, reference, place) ? ResolveReference(reference, home, place) : null;
        }

        if (!string.IsNullOrEmpty(call.Template) && home.Find(call.Template) is null)
        {
            findings.Add(place.At(".template"), $"template name '{call.Template}' undefined");
            return null;
        }

        if (call.Inline is { Workflow.Spec: not null })
        {
            findings.Add(place.At(".inline.workflow.spec"), "an inline template cannot hold the spec of a workflow; put it into a named template, or use workflowTemplateRef");
            return null;
        }

        if (call.Inline is { } inline)
        {
            return (inline, home, place.At(".inline"));
        }

        if (string.IsNullOrEmpty(call.Template))
        {
            findings.Add(place, "failed to get a template");
            return null;
        }

        var (template, index) = home.Find(call.Template)!.Value;
        return (template, home, home.Foreign ? place : place with { Path = $"{options.SpecPath}.templates[{index.ToString(CultureInfo.InvariantCulture)}]" });
    }

    private bool CheckReference(TemplateCall call, TemplateRef reference, Place place)
    {
        var error = !string.IsNullOrEmpty(call.Template) ? "template name cannot be specified with templateRef"
            : string.IsNullOrEmpty(reference.Name) ? "resource name is required"
            : string.IsNullOrEmpty(reference.Template) ? "template name is required"
            : null;

        // A reference with variables left is resolved, and found missing, when it runs.
        return !findings.AddIf(place, error) && !VariableText.Tags(reference.Name + reference.Template).Any();
    }

    private (Template Template, TemplateHome Home, Place Place)? ResolveReference(TemplateRef reference, TemplateHome home, Place place)
    {
        var cluster = reference.ClusterScope == true;
        var spec = cluster ? lookup.FindCluster(reference.Name!)?.Spec : lookup.FindNamespaced(reference.Name!)?.Spec;
        var scope = $"{(cluster ? "cluster" : "namespaced")}/{reference.Name}";
        var newHome = scope == home.Scope || spec is null ? home : new TemplateHome(scope, reference.Name!, spec, Foreign: true, HasDefaults: !cluster);
        if (spec is not null && newHome.Find(reference.Template!) is { } found)
        {
            return (found.Template, newHome, place with { Foreign = true });
        }

        if (!reference.Template!.Contains(Placeholders.Prefix, StringComparison.Ordinal))
        {
            findings.Add(place.At(".templateRef"), $"template reference {reference.Name}.{reference.Template} not found");
        }

        return null;
    }

    private void CheckTemplate(Template template, TemplateHome home, ArgumentSource arguments, Place place, Place caller)
    {
        if (CheckType(template, place) || CheckInputs(template, place, out var scope) || CheckInitContainers(template, place))
        {
            return;
        }

        var locals = Locals(template, scope);
        var (filled, missing) = TemplateInputs.Fill(template, arguments, _globals, locals, _placeholders);
        if (filled is null)
        {
            findings.Add(caller, $"templates.{template.Name} {missing}");
            return;
        }

        // A whole number would be taken for seconds by some and for an error by others.
        if (!string.IsNullOrEmpty(filled.Timeout))
        {
            var error = !TemplateTypes.IsLeaf(filled) ? $"{TemplateTypes.TypeOf(filled)} template doesn't support timeout field"
                : long.TryParse(filled.Timeout, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? $"{filled.Name} has invalid duration format in timeout"
                : null;
            if (findings.AddIf(place.At(".timeout"), error))
            {
                return;
            }
        }

        if (!string.IsNullOrEmpty(filled.PendingTimeout) && !TemplateTypes.IsLeaf(filled))
        {
            findings.Add(place.At(".pendingTimeout"), $"{TemplateTypes.TypeOf(filled)} template doesn't support pendingTimeout field");
            return;
        }

        // Inline templates have no name of their own; their place tells them apart.
        // One that is given secrets is looked at again: they may not be used as other values are.
        var key = $"{home.Scope}/{(string.IsNullOrEmpty(template.Name) ? place.Path : template.Name)}/{string.Join(',', SecretInputs(filled))}";
        if (!_validated.Add(key))
        {
            return;
        }

        CheckSecretUses(template, filled, place);
        scope.AddRange(_globals.Keys);
        CheckBody(filled, home, scope, place);
    }

    private void CheckBody(Template template, TemplateHome home, Scope scope, Place place)
    {
        var before = findings.Count;
        switch (TemplateTypes.TypeOf(template))
        {
            case TemplateType.Steps:
                CheckSteps(template, home, scope, place);
                break;
            case TemplateType.DAG:
                CheckDag(template, home, scope, place);
                break;
            default:
                CheckLeaf(template, home, scope, place);
                break;
        }

        // References to a broken body would only repeat what was said about it.
        if (findings.Count == before)
        {
            CheckOutputs(template, scope, place);
        }

        if (template.ArchiveLocation is { } location)
        {
            findings.AddIf(place.At(".archiveLocation"), ArtifactRules.Location($"templates.{template.Name}.archiveLocation", location));
        }

        var metrics = template.Metrics?.Prometheus ?? [];
        for (var i = 0; i < metrics.Count; i++)
        {
            findings.AddIf(place.At($".metrics.prometheus[{i}]"), MetricRules.Check(metrics[i], template.Name));
        }
    }

    private bool CheckType(Template template, Place place)
    {
        const string Choice = "choose one of: container, containerSet, steps, script, resource, dag, suspend, template, template ref";
        return findings.AddIf(place, TemplateTypes.Count(template) switch
        {
            0 => $"templates.{template.Name} template type unspecified. {Choice}",
            1 => null,
            _ => $"templates.{template.Name} multiple template types specified. {Choice}",
        });
    }

    private bool CheckInputs(Template template, Place place, out Scope scope)
    {
        scope = new Scope();
        var parameters = template.Inputs?.Parameters ?? [];
        var artifacts = template.Inputs?.Artifacts ?? [];
        if (NameRules.Check(parameters.Select(parameter => parameter.Name), NameRules.ParameterName) is { } badParameter)
        {
            findings.Add(place.At($".inputs.parameters[{badParameter.Index}]"), $"templates.{template.Name}.inputs.parameters{badParameter.Message}");
            return true;
        }

        if (NameRules.Check(artifacts.Select(artifact => artifact.Name), NameRules.ParameterName) is { } badArtifact)
        {
            findings.Add(place.At($".inputs.artifacts[{badArtifact.Index}]"), $"templates.{template.Name}.inputs.artifacts{badArtifact.Message}");
            return true;
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            findings.AddIf(place.At($".inputs.parameters[{i}]"), ArgumentRules.SecretReference(parameters[i], $"templates.{template.Name}.inputs.parameters.{parameters[i].Name}"));
        }

        scope.AddRange(parameters.Select(parameter => $"inputs.parameters.{parameter.Name}"));
        if (parameters.Count > 0)
        {
            scope.Add("inputs.parameters");
        }

        var failed = false;
        for (var i = 0; i < artifacts.Count; i++)
        {
            var words = $"inputs.artifacts.{artifacts[i].Name}";
            scope.Add(words);
            scope.Add($"{words}.path");
            failed |= findings.AddIf(place.At($".inputs.artifacts[{i}]"), InputArtifact(template, artifacts[i], $"templates.{template.Name}.{words}"));
        }

        return failed;
    }

    private static string? InputArtifact(Template template, Artifact artifact, string words)
    {
        if (TemplateTypes.HasFiles(template))
        {
            if (ArtifactRules.Path(artifact) is { } problem)
            {
                return $"error in {words}: {problem}";
            }
        }
        else if (!string.IsNullOrEmpty(artifact.Path))
        {
            return $"{words}.path only valid in container/script templates";
        }

        return !string.IsNullOrEmpty(artifact.From) ? $"{words}.from not valid in inputs" : ArtifactRules.Location(words, artifact);
    }

    private bool CheckInitContainers(Template template, Place place) => findings.AddIf(
        place.At(".initContainers"),
        (template.InitContainers ?? []).Any(container => string.IsNullOrEmpty(container.Name)) ? "initContainers must all have container name" : null);

    private Dictionary<string, string> Locals(Template template, Scope scope)
    {
        var locals = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TemplateTypes.IsPod(template))
        {
            locals["pod.name"] = _placeholders.Next();
        }

        if (template.RetryStrategy is not null)
        {
            foreach (var name in new[] { "retries", "lastRetry.exitCode", "lastRetry.status", "lastRetry.duration", "lastRetry.message" })
            {
                locals[name] = _placeholders.Next();
            }
        }

        scope.AddRange(locals.Keys);
        if (TemplateTypes.IsLeaf(template))
        {
            scope.AddRange((template.Outputs?.Artifacts ?? []).Where(artifact => !string.IsNullOrEmpty(artifact.Path)).Select(artifact => $"outputs.artifacts.{artifact.Name}.path"));
            scope.AddRange((template.Outputs?.Parameters ?? []).Where(parameter => !string.IsNullOrEmpty(parameter.ValueFrom?.Path)).Select(parameter => $"outputs.parameters.{parameter.Name}.path"));
        }

        return locals;
    }
}
