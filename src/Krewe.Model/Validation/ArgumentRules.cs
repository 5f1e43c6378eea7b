namespace Krewe.Model.Validation;

/// <summary>Checks the arguments of a workflow, step or task.</summary>
internal static class ArgumentRules
{
    /// <summary>Reports what is wrong and says whether something was.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="words">Words before a name, such as <c>spec.arguments.</c>.</param>
    /// <param name="place">Place of the arguments.</param>
    /// <param name="allowEmpty">Whether a parameter may lack a value.</param>
    /// <param name="findings">Where to report.</param>
    public static bool Check(Arguments? arguments, string words, Place place, bool allowEmpty, Findings findings)
    {
        var before = findings.Count;
        var parameters = arguments?.Parameters ?? [];
        var artifacts = arguments?.Artifacts ?? [];
        if (NameRules.Check(parameters.Select(parameter => parameter.Name), NameRules.ParameterName) is { } parameter)
        {
            findings.Add(place.At($".parameters[{parameter.Index}]"), $"{words}parameters{parameter.Message}");
        }

        if (NameRules.Check(artifacts.Select(artifact => artifact.Name), NameRules.ParameterName) is { } artifact)
        {
            findings.Add(place.At($".artifacts[{artifact.Index}]"), $"{words}artifacts{artifact.Message}");
        }

        if (findings.Count > before)
        {
            return true;
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            findings.AddIf(place.At($".parameters[{i}]"), Value(parameters[i], words + parameters[i].Name, allowEmpty));
        }

        for (var i = 0; i < artifacts.Count; i++)
        {
            findings.AddIf(place.At($".artifacts[{i}]"), Artifact(artifacts[i], words + artifacts[i].Name));
        }

        return findings.Count > before;
    }

    private static string? Value(Parameter parameter, string name, bool allowEmpty)
    {
        if (parameter.ValueFrom is null && parameter.Value is null && !allowEmpty)
        {
            return $"{name}.value or {name}.valueFrom is required";
        }

        if (parameter.ValueFrom is { } from)
        {
            if (SecretReference(parameter, name) is { } problem)
            {
                return problem;
            }

            var allowed = from.ConfigMapKeyRef is not null || from.SecretKeyRef is not null || !string.IsNullOrEmpty(from.Event) || from.Supplied is not null;
            var forbidden = !string.IsNullOrEmpty(from.Path) || !string.IsNullOrEmpty(from.JsonPath)
                || !string.IsNullOrEmpty(from.Parameter) || !string.IsNullOrEmpty(from.Expression);
            if (!allowed || forbidden)
            {
                return $"{name}.valueFrom only allows: default, configMapKeyRef and supplied";
            }
        }

        return parameter.Enum is null ? null : Enum(parameter, name, allowEmpty);
    }

    /// <summary>What is wrong with a reference to a secret.</summary>
    public static string? SecretReference(Parameter parameter, string name) => parameter.ValueFrom?.SecretKeyRef is not { } secret ? null
        : string.IsNullOrEmpty(secret.Name) || string.IsNullOrEmpty(secret.Key) ? $"{name}.valueFrom.secretKeyRef needs name and key"
        : parameter.ValueFrom.ConfigMapKeyRef is not null ? $"{name}.valueFrom has both configMapKeyRef and secretKeyRef specified, choose one"
        : parameter.Enum is { Count: > 0 } && parameter.Value is null ? $"{name} is a secret, which cannot be compared with the values of enum"
        : null;

    private static string? Enum(Parameter parameter, string name, bool allowEmpty)
    {
        if (parameter.Enum is not { Count: > 0 })
        {
            return $"{name}.enum should contain at least one value";
        }

        if (parameter.Value is null)
        {
            return allowEmpty ? null : $"{name}.value is required";
        }

        return parameter.Enum.Contains(parameter.Value, StringComparer.Ordinal) ? null : $"{name}.value should be present in {name}.enum list";
    }

    private static string? Artifact(Artifact artifact, string name)
    {
        var hasFrom = !string.IsNullOrEmpty(artifact.From);
        var hasExpression = !string.IsNullOrEmpty(artifact.FromExpression);
        if (hasFrom && hasExpression)
        {
            return $"{name} shouldn't have both `from` and `fromExpression` in Artifact";
        }

        return hasFrom || ArtifactRules.HasLocationOrKey(artifact) ? null : $"{name}.from, artifact location, or key is required";
    }
}
