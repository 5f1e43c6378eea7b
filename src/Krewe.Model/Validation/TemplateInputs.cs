using System.Text.Json;
using Krewe.Expressions.Tags;

namespace Krewe.Model.Validation;

/// <summary>Fills a template's inputs from arguments and puts all values known by then into its text.</summary>
internal static class TemplateInputs
{
    /// <summary>The filled template, or the reason why an input stays empty.</summary>
    public static (Template? Template, string? Error) Fill(
        Template template, ArgumentSource arguments, IReadOnlyDictionary<string, string> globals, IReadOnlyDictionary<string, string> locals, Placeholders placeholders)
    {
        var parameters = new List<Parameter>();
        foreach (var input in template.Inputs?.Parameters ?? [])
        {
            var filled = Fill(input, arguments.Parameter(input.Name, placeholders.Next));
            if (placeholders.IsSecret(filled.Value) || filled is { Value: null, ValueFrom.SecretKeyRef: not null })
            {
                filled = filled with { Value = placeholders.NextSecret($"inputs.parameters.{input.Name}"), ValueFrom = null };
            }

            if (filled.Value is null && filled.ValueFrom?.ConfigMapKeyRef is null)
            {
                return (null, $"inputs.parameters.{input.Name} was not supplied");
            }

            parameters.Add(filled);
        }

        var artifacts = new List<Artifact>();
        foreach (var input in template.Inputs?.Artifacts ?? [])
        {
            if (ArtifactRules.HasLocationOrKey(input))
            {
                artifacts.Add(input);
                continue;
            }

            var argument = arguments.Artifact(input.Name);
            if (argument is null && input.Optional != true)
            {
                return (null, $"inputs.artifacts.{input.Name} was not supplied");
            }

            artifacts.Add(argument is null ? input : argument with { Path = input.Path, Mode = input.Mode, RecurseMode = input.RecurseMode });
        }

        var inputs = template.Inputs is null ? null : template.Inputs with
        {
            Parameters = template.Inputs.Parameters is null ? null : parameters,
            Artifacts = template.Inputs.Artifacts is null ? null : artifacts,
        };
        var filledIn = Substitute(template with { Inputs = inputs }, globals, locals, placeholders);
        // The tags in a child's own spec are the child's.
        return (filledIn.Workflow is null ? filledIn : filledIn with { Workflow = filledIn.Workflow with { Spec = template.Workflow!.Spec } }, null);
    }

    private static Parameter Fill(Parameter input, Parameter? argument)
    {
        var filled = input.Value is null && input.Default is not null ? input with { Value = input.Default } : input;
        if (argument is null)
        {
            return filled;
        }

        return argument.Value is not null ? filled with { Value = argument.Value } : filled with { ValueFrom = argument.ValueFrom };
    }

    private static Template Substitute(Template template, IReadOnlyDictionary<string, string> globals, IReadOnlyDictionary<string, string> locals, Placeholders placeholders)
    {
        var type = ModelJson.Default.Template;
        var runScope = TagScope.Of(locals, TagScope.Of(globals));
        var first = ResourceText.ChangeTags(template, type, text => VariableText.Replace(text, runScope));

        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in (first.Inputs?.Parameters ?? []).Where(input => input.Value is not null))
        {
            known[$"inputs.parameters.{input.Name}"] = input.Value!;
        }

        known["inputs.parameters"] = first.Inputs?.Parameters is { } all
            ? JsonSerializer.Serialize([.. all.Select(input => placeholders.IsSecret(input.Value) ? input with { Value = null } : input)], ModelJson.Default.IReadOnlyListParameter)
            : "[]";
        foreach (var input in (first.Inputs?.Artifacts ?? []).Where(input => !string.IsNullOrEmpty(input.Path)))
        {
            known[$"inputs.artifacts.{input.Name}.path"] = input.Path!;
        }

        foreach (var output in (first.Outputs?.Artifacts ?? []).Where(output => !string.IsNullOrEmpty(output.Path)))
        {
            known[$"outputs.artifacts.{output.Name}.path"] = output.Path!;
        }

        foreach (var output in (first.Outputs?.Parameters ?? []).Where(output => !string.IsNullOrEmpty(output.ValueFrom?.Path)))
        {
            known[$"outputs.parameters.{output.Name}.path"] = output.ValueFrom!.Path!;
        }

        var ownScope = TagScope.Of(known);
        return ResourceText.ChangeTags(first, type, text => VariableText.Replace(text, ownScope));
    }
}
