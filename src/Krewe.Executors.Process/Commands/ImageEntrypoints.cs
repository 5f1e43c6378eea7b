using System.Collections.Frozen;

namespace Krewe.Executors.Process.Commands;

/// <summary>Entrypoints of well-known images, for steps that rely on them.</summary>
internal static class ImageEntrypoints
{
    private static readonly FrozenDictionary<string, string[]> Known = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["argoproj/argosay"] = ["argosay"],
        ["docker/whalesay"] = ["cowsay"],
        ["alpine/git"] = ["git"],
        ["bitnami/kubectl"] = ["kubectl"],
        ["curlimages/curl"] = ["curl"],
        ["alpine/curl"] = ["curl"],
        ["hashicorp/terraform"] = ["terraform"],
        ["amazon/aws-cli"] = ["aws"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // No entrypoint but a default command, which arguments replace.
    private static readonly FrozenDictionary<string, string[]> DefaultCommands = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["alpine"] = ["sh"],
        ["busybox"] = ["sh"],
        ["debian"] = ["bash"],
        ["ubuntu"] = ["bash"],
        ["python"] = ["python3"],
        ["node"] = ["node"],
        ["golang"] = ["bash"],
        ["bash"] = ["bash"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Program and arguments for a step, or null when the image's entrypoint is not known.</summary>
    public static IReadOnlyList<string>? Resolve(string? image, IReadOnlyList<string>? command, IReadOnlyList<string>? args, IDictionary<string, string> shims)
    {
        var repository = Repository(image ?? "");
        var shim = shims.TryGetValue(image ?? "", out var exact) || shims.TryGetValue(repository, out exact) ? exact.Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;
        if (command is { Count: > 0 })
            return [.. command, .. args ?? []];
        if (shim is not null || Known.TryGetValue(repository, out shim))
            return [.. shim, .. args ?? []];
        if (DefaultCommands.TryGetValue(repository, out var fallback))
            return args is { Count: > 0 } ? args : fallback;
        return null;
    }

    // docker.io/library/alpine:3.19@sha256:… → alpine
    private static string Repository(string image)
    {
        var name = image.Split('@')[0];
        var slash = name.LastIndexOf('/');
        if (name.IndexOf(':', slash + 1) is > 0 and var colon)
            name = name[..colon];
        foreach (var prefix in (string[])["docker.io/", "index.docker.io/", "library/"])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                name = name[prefix.Length..];
        }
        return name;
    }
}
