using Krewe.Expressions.Tags;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>
/// Parameters that are a key of a secret (<c>valueFrom.secretKeyRef</c>). Calls hand on where the value is, never the value;
/// what a step is told of it is a mark, which is filled in where the step runs.
/// </summary>
internal static class SecretParameters
{
    public static bool Is(Parameter parameter) => parameter is { Value: null, ValueFrom.SecretKeyRef: not null };

    public static bool AreIn(IReadOnlyList<Parameter>? parameters)
    {
        foreach (var parameter in parameters ?? [])
        {
            if (Is(parameter))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The variable of a parameter that is a secret; null for any other.</summary>
    public static SecretVariable? Variable(string name, Parameter parameter) =>
        Is(parameter) ? new SecretVariable(name, parameter.ValueFrom! with { Default = parameter.ValueFrom.Default ?? parameter.Default }) : null;

    /// <summary>Arguments that are the tag of a secret and nothing more become the reference to it.</summary>
    public static Arguments? HandOn(Arguments? arguments, TagScope scope)
    {
        if (arguments?.Parameters is not { Count: > 0 } parameters || !parameters.Any(p => Named(p, scope) is not null))
        {
            return arguments;
        }

        return arguments with { Parameters = [.. parameters.Select(p => Named(p, scope) is { } secret ? p with { Value = null, ValueFrom = secret.From } : p)] };
    }

    private static SecretVariable? Named(Parameter parameter, TagScope scope) =>
        Render.OnlyTag(parameter.Value) is { } name && scope.TryGetValue(name, out var value) ? value as SecretVariable : null;
}
