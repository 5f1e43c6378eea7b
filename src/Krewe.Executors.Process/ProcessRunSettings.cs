namespace Krewe.Executors.Process;

/// <summary>What one run wants otherwise than the engine as a whole; null members leave the engine's setting.</summary>
public sealed record ProcessRunSettings
{
    /// <summary>Folder of secrets and config maps, as <see cref="ProcessExecutorOptions.SecretsFolder"/>.</summary>
    public string? SecretsFolder { get; init; }

    /// <summary>Shims, as <see cref="ProcessExecutorOptions.Shims"/>; they go before those of the engine.</summary>
    public IReadOnlyDictionary<string, string>? Shims { get; init; }

    /// <summary>Runtime, as <see cref="ProcessExecutorOptions.Runtime"/>.</summary>
    public string? Runtime { get; init; }

    /// <summary>Folder in which steps start that declare no <c>workingDir</c>; null: a fresh folder for each.</summary>
    public string? WorkingDirectory { get; init; }
}
