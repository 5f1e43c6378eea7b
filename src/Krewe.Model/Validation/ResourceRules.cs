using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Krewe.Model.Validation;

/// <summary>Checks a resource template.</summary>
internal static class ResourceRules
{
    public static string? Check(Template template, ResourceTemplate resource)
    {
        var words = $"templates.{template.Name}.resource";
        if (!Placeholders.Is(resource.Action) && resource.Action is not ("get" or "create" or "apply" or "delete" or "replace" or "patch"))
        {
            return $"{words}.action must be one of: get, create, apply, delete, replace, patch";
        }

        return resource.Action is "delete" or "get" ? null : Manifest(template, resource, words);
    }

    private static string? Manifest(Template template, ResourceTemplate resource, string words)
    {
        var hasManifest = !string.IsNullOrEmpty(resource.Manifest);
        if (!hasManifest && resource.ManifestFrom is null)
        {
            return $"either {words}.manifest or {words}.manifestFrom must be specified";
        }

        if (hasManifest && resource.ManifestFrom is not null)
        {
            return "shouldn't have both `manifest` and `manifestFrom` specified in `Manifest` for resource template";
        }

        if (resource.ManifestFrom?.Artifact is { } artifact && template.Inputs?.Artifacts?.Any(input => input.Name == artifact.Name) != true)
        {
            return $"artifact {artifact.Name} in `manifestFrom` refer to a non-exist artifact";
        }

        return hasManifest && !Placeholders.Is(resource.Manifest) && !IsYaml(WithoutExpressions(resource.Manifest!)) ? $"{words}.manifest must be a valid yaml" : null;
    }

    // An expression that is not quoted is no YAML, but what comes of it may be.
    private static string WithoutExpressions(string manifest)
    {
        var text = new System.Text.StringBuilder(manifest.Length);
        var at = 0;
        while (manifest.IndexOf("{{", at, StringComparison.Ordinal) is var open and >= 0)
        {
            var close = manifest.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                break;
            }

            var isExpression = manifest.AsSpan(open + 2).TrimStart().StartsWith("=", StringComparison.Ordinal);
            text.Append(manifest, at, open - at);
            text.Append(isExpression ? Placeholders.Prefix + "0" : manifest[open..(close + 2)]);
            at = close + 2;
        }

        return text.Append(manifest, at, manifest.Length - at).ToString();
    }

    private static bool IsYaml(string text)
    {
        try
        {
            using var reader = new StringReader(text);
            new YamlStream().Load(reader);
            return true;
        }
        catch (YamlException)
        {
            return false;
        }
    }
}
