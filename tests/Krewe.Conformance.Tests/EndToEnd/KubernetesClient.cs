using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>What of Argo's command line speaks of the Kubernetes client behind it.</summary>
internal static class KubernetesClient
{
    /// <summary>Why a call does not apply here; null when it does.</summary>
    public static string? Reason(IReadOnlyList<string> arguments, string folder)
    {
        if (arguments is ["auth", ..])
        {
            return "prints the credentials of the Kubernetes client";
        }

        if (arguments is ["sync", ..] && arguments.Contains("configmap", StringComparer.Ordinal))
        {
            return "writes a ConfigMap, a Kubernetes object";
        }

        var missing = arguments.Select(argument => argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..])
            .FirstOrDefault(path => (path.StartsWith("testdata/", StringComparison.Ordinal) || path.StartsWith("/tmp/", StringComparison.Ordinal)) && !Path.Exists(Path.Combine(folder, path)));
        return missing is null ? null : $"names the file {missing}, which is not in the data";
    }

    /// <summary>Whether an assertion looks for what the library of the Kubernetes client logs.</summary>
    public static bool IsItsLog(JsonObject assertion) => JsonValues.Text(assertion["expected"]?["value"]) == "Config loaded from file";
}
