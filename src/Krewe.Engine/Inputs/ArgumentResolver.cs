using Krewe.Expressions;
using Krewe.Expressions.Tags;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Gives a template's inputs their values.</summary>
internal static class ArgumentResolver
{
    /// <summary>Inputs with values and artifact locations, or null for a template without inputs.</summary>
    public static Inputs? Resolve(RunWork work, Template template, Arguments? arguments, TagScope local)
    {
        if (template.Inputs is not { } declared || (declared.Parameters is not { Count: > 0 } && declared.Artifacts is not { Count: > 0 }))
        {
            return null;
        }

        var parameters = declared.Parameters?.Select(p => Parameter(work, p, arguments, local)).ToList();
        var artifacts = new List<Artifact>();
        var inside = declared.Artifacts is { Count: > 0 } ? TemplateVariables.Inside(template, new Inputs { Parameters = parameters }, local) : local;
        foreach (var artifact in declared.Artifacts ?? [])
        {
            if (Artifact(artifact, arguments, inside) is { } resolved)
            {
                artifacts.Add(resolved);
            }
        }

        return new Inputs { Parameters = parameters, Artifacts = artifacts.Count > 0 ? artifacts : null };
    }

    private static Parameter Parameter(RunWork work, Parameter input, Arguments? arguments, TagScope local)
    {
        var argument = arguments?.Parameters?.FirstOrDefault(a => a.Name == input.Name);
        if (argument is not null && SecretParameters.Is(argument))
        {
            return Secret(input, argument.ValueFrom!, local);
        }

        var value = argument?.Value;
        if (value is null && argument?.ValueFrom?.ConfigMapKeyRef is not null)
        {
            value = ConfigMapValue(work, argument.ValueFrom, local, $"inputs.parameters.{input.Name}");
        }

        value ??= argument?.ValueFrom?.Default;
        if (value is not null && input.Enum is { Count: > 0 } allowed && !allowed.Contains(value))
        {
            throw new UserErrorException($"inputs.parameters.{input.Name}: value '{value}' is not one of the allowed values [{string.Join(' ', allowed)}]");
        }

        if (value is null && input.Value is { } own)
        {
            value = Render.LenientText(own, local);
        }

        if (value is null && input.ValueFrom?.ConfigMapKeyRef is not null)
        {
            value = ConfigMapValue(work, input.ValueFrom, local, $"inputs.parameters.{input.Name}");
        }

        if (value is null && SecretParameters.Is(input))
        {
            return Secret(input, input.ValueFrom!, local);
        }

        if (value is null && input.Default is { } fallback)
        {
            value = Render.LenientText(fallback, local);
        }

        if (value is null)
        {
            throw new UserErrorException(argument is { ValueFrom: null }
                ? $"inputs.parameters.{input.Name}: argument references an absent optional (skipped/omitted node output with no default)"
                : $"inputs.parameters.{input.Name} was not supplied");
        }

        return input with { Value = value, ValueFrom = null };
    }

    // Where the value is: the step that uses it looks there, and takes the default if there is none.
    private static Parameter Secret(Parameter input, ValueFrom from, TagScope local)
    {
        if (input.Enum is { Count: > 0 })
        {
            throw new UserErrorException($"inputs.parameters.{input.Name} is a secret, which cannot be compared with the values of enum");
        }

        const string Field = "secretKeyRef";
        var secret = from.SecretKeyRef!;
        return input with
        {
            Value = null,
            ValueFrom = new ValueFrom
            {
                SecretKeyRef = secret with { Name = ReferenceText(secret.Name ?? "", local, Field), Key = ReferenceText(secret.Key ?? "", local, Field) },
                Default = from.Default ?? (input.Default is { } fallback ? Render.LenientText(fallback, local) : null),
            },
        };
    }

    /// <summary>The value of a config map key; waits for it when it is not known.</summary>
    public static string ConfigMapValue(RunWork work, ValueFrom from, TagScope local, string what)
    {
        var reference = from.ConfigMapKeyRef!;
        const string Field = "configMapKeyRef";
        var name = ReferenceText(reference.Name ?? "", local, Field);
        var key = ReferenceText(reference.Key ?? "", local, Field);
        var id = $"configmap/{name}/{key}";
        if (!work.State.Lookups.TryGetValue(id, out var answer))
        {
            throw new LookupNeededException(new LookupConfigMapKey(id, name, key));
        }

        if (answer.Found)
        {
            return answer.Value ?? "";
        }

        // A map that is there and may not be read is an error whatever the default.
        return (answer.Error is null ? from.Default : null)
            ?? throw new UserErrorException($"unable to retrieve {what} from ConfigMap: {answer.Error ?? $"ConfigMap '{name}' does not have the key '{key}'"}");
    }

    /// <summary>Name or key of a reference to a config map or secret: every tag in it must resolve, or the wrong one would be read.</summary>
    public static string ReferenceText(string text, TagScope scope, string field)
    {
        var open = text.LastIndexOf("{{", StringComparison.Ordinal);
        if (open >= 0 && text.IndexOf("}}", open, StringComparison.Ordinal) < 0)
        {
            throw new UserErrorException($"Cannot find end tag=\"}}}}\" in the template=\"{text}\" starting from \"{text[(open + 2)..]}\"");
        }

        try
        {
            return Render.Text(text, scope);
        }
        catch (ExpressionException e) when (e.Kind == ExpressionErrorKind.MissingVariable)
        {
            throw new UserErrorException($"failed to substitute {field}: {e.Message}");
        }
    }

    private static Artifact? Artifact(Artifact input, Arguments? arguments, TagScope inside)
    {
        var argument = arguments?.Artifacts?.FirstOrDefault(a => a.Name == input.Name);
        if (argument is not null && Artifacts.HasLocation(argument))
        {
            return Artifacts.Place(input, argument);
        }

        if (Artifacts.HasLocation(input))
        {
            return Render.Lenient(input, inside, EngineJson.Plain.Artifact);
        }

        return input.Optional == true || argument?.Optional == true
            ? null
            : throw new UserErrorException($"inputs.artifacts.{input.Name} was not supplied");
    }
}
