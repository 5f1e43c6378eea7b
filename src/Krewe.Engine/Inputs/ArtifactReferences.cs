using Krewe.Expressions.Tags;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Follows <c>from</c> and <c>fromExpression</c>.</summary>
internal static class ArtifactReferences
{
    public static Artifact? Resolve(Artifact artifact, TagScope scope, Func<string, Artifact?> find, bool absentIsError, string problem = "unable to resolve references")
    {
        string name;
        if (artifact.FromExpression is { Length: > 0 } expression)
        {
            name = Expr.ArtifactName(expression, scope) ?? "";
        }
        else if (artifact.From is { Length: > 0 } from)
        {
            name = Render.LenientText(from, scope).Trim();
            if (name.StartsWith("{{", StringComparison.Ordinal) && name.EndsWith("}}", StringComparison.Ordinal))
            {
                name = name[2..^2].Trim();
            }
        }
        else
        {
            return artifact;
        }

        if (find(name) is not { } found)
        {
            return absentIsError ? throw new UserErrorException($"{problem}: Unable to resolve: {{{{{name}}}}}") : null;
        }

        return Artifacts.At(found, Render.LenientText(artifact.SubPath ?? "", scope)) with { Name = artifact.Name, GlobalName = null, Optional = artifact.Optional };
    }
}
