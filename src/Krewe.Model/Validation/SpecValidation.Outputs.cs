using Krewe.Model.Runs;

namespace Krewe.Model.Validation;

internal sealed partial class SpecValidation
{
    private void CheckOutputs(Template template, Scope scope, Place place)
    {
        if (template.Outputs is not { } outputs)
        {
            return;
        }

        var words = $"templates.{template.Name}.outputs";
        var parameters = outputs.Parameters ?? [];
        var artifacts = outputs.Artifacts ?? [];
        if (NameRules.Check(parameters.Select(parameter => parameter.Name), NameRules.ParameterName) is { } badParameter)
        {
            findings.Add(place.At($".outputs.parameters[{badParameter.Index}]"), $"{words}.parameters {badParameter.Message}");
            return;
        }

        if (NameRules.Check(artifacts.Select(artifact => artifact.Name), NameRules.ParameterName) is { } badArtifact)
        {
            findings.Add(place.At($".outputs.artifacts[{badArtifact.Index}]"), $"{words}.artifacts {badArtifact.Message}");
            return;
        }

        CheckVariables(outputs, ModelJson.Default.Outputs, scope, place.At(".outputs").Saying($"{words} "));
        for (var i = 0; i < artifacts.Count; i++)
        {
            findings.AddIf(place.At($".outputs.artifacts[{i}]"), OutputArtifact(template, artifacts[i]));
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            findings.AddIf(place.At($".outputs.parameters[{i}]"), OutputParameter(template, parameters[i]));
        }
    }

    private static string? OutputArtifact(Template template, Artifact artifact)
    {
        var words = $"templates.{template.Name}.outputs.artifacts.{artifact.Name}";
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

        return GlobalName(artifact.GlobalName, words);
    }

    private static string? OutputParameter(Template template, Parameter parameter)
    {
        var words = $"templates.{template.Name}.outputs.parameters.{parameter.Name}";
        return ValueSource(parameter, words) ?? ValueSourceOfType(template, parameter.ValueFrom, words) ?? GlobalName(parameter.GlobalName, words);
    }

    private static string? ValueSource(Parameter parameter, string words)
    {
        if (parameter.Value is not null)
        {
            return parameter.ValueFrom is null ? null : $"{words} has both valueFrom and value specified, choose one";
        }

        if (parameter.ValueFrom is not { } from)
        {
            return $"{words} does not have valueFrom or value specified";
        }

        var sources = new[] { from.Path, from.JqFilter, from.JsonPath, from.Parameter, from.Expression }.Count(source => !string.IsNullOrEmpty(source))
            + (from.Supplied is null ? 0 : 1);
        return sources switch
        {
            0 => "valueFrom type unspecified. choose one of: path, jqFilter, jsonPath, parameter, raw, expression",
            1 => null,
            _ => "multiple valueFrom types specified. choose one of: path, jqFilter, jsonPath, parameter, raw",
        };
    }

    private static string? ValueSourceOfType(Template template, ValueFrom? from, string words)
    {
        var type = TemplateTypes.TypeOf(template);
        return (from, type) switch
        {
            (null, _) => null,
            (_, TemplateType.Container or TemplateType.ContainerSet or TemplateType.Script) =>
                string.IsNullOrEmpty(from.Path) ? $"{words}.path must be specified for {type} templates" : null,
            (_, TemplateType.Resource) => string.IsNullOrEmpty(from.JqFilter) && string.IsNullOrEmpty(from.JsonPath)
                ? $"{words} .jqFilter or jsonPath must be specified for {type} templates"
                : null,
            (_, TemplateType.Workflow) => string.IsNullOrEmpty(from.Parameter) ? $"{words}.valueFrom.parameter must name a global output of the child for {type} templates" : null,
            (_, TemplateType.DAG or TemplateType.Steps) => string.IsNullOrEmpty(from.Parameter) && string.IsNullOrEmpty(from.Expression)
                ? $"{words}.parameter or expression must be specified for {type} templates"
                : null,
            _ => null,
        };
    }

    private static string? GlobalName(string? name, string words) =>
        !string.IsNullOrEmpty(name) && !IsVariable(name) && NameRules.ParameterName(name) is { } reason ? $"{words}.globalName: {reason}" : null;
}
