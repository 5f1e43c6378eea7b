using Krewe.Expressions;
using Krewe.Expressions.Tags;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Outputs of steps and DAG templates, taken from their calls.</summary>
internal static class OutputResolver
{
    public static Outputs? Resolve(Template template, TagScope scope, Func<string, Artifact?> find)
    {
        if (template.Outputs is not { } declared || (declared.Parameters is not { Count: > 0 } && declared.Artifacts is not { Count: > 0 }))
        {
            return null;
        }

        var parameters = declared.Parameters?.Select(p => p with { Value = Value(p, scope), ValueFrom = null }).ToList();
        var artifacts = new List<Artifact>();
        foreach (var artifact in declared.Artifacts ?? [])
        {
            if (ArtifactReferences.Resolve(artifact, scope, find, absentIsError: artifact.Optional != true, "unable to resolve outputs from scope") is { } found)
            {
                artifacts.Add(found with { GlobalName = artifact.GlobalName });
            }
        }

        return new Outputs { Parameters = parameters is { Count: > 0 } ? parameters : null, Artifacts = artifacts.Count > 0 ? artifacts : null };
    }

    private static string? Value(Parameter parameter, TagScope scope)
    {
        if (parameter.ValueFrom is not { } from)
        {
            return parameter.Value is { } fixedValue ? Render.CallText(fixedValue, scope) : null;
        }

        try
        {
            if (from.Expression is { Length: > 0 } expression)
            {
                return Expr.Text(expression, scope) ?? from.Default
                    ?? throw new UserErrorException($"failed to evaluate expression of output parameter {parameter.Name}: the result is nil");
            }

            return Render.Text(Tag(from.Parameter ?? ""), scope);
        }
        catch (ExpressionException) when (from.Default is not null)
        {
            return from.Default;
        }
    }

    // The reference may be written with or without braces.
    private static string Tag(string reference) => reference.Contains("{{", StringComparison.Ordinal) ? reference : "{{" + reference + "}}";
}
