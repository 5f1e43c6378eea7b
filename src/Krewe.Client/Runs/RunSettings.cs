namespace Krewe.Client;

/// <summary>How steps run where containers are no matter of course. Paths are absolute, on the engine's machine.</summary>
public sealed record RunSettings
{
    /// <summary><c>process</c>, also the default: containers run as local processes.</summary>
    public string? Runtime { get; init; }

    /// <summary>Folder with a file <c>name/key</c> for each key of each Secret and ConfigMap (or <c>name.yaml</c> manifests).</summary>
    public string? SecretsDirectory { get; init; }

    /// <summary>Folder with manifests of executor plugins.</summary>
    public string? PluginsDirectory { get; init; }

    /// <summary>What to run in place of an image's own program: image (or <c>image command</c>) to command line.</summary>
    public IReadOnlyDictionary<string, string>? Shims { get; init; }

    /// <summary>Folder that relative host paths of the manifest start from: where the user is.</summary>
    public string? WorkingDirectory { get; init; }
}
