namespace Krewe.Executors.Process;

/// <summary>Settings of <see cref="ProcessExecutor"/>.</summary>
public sealed class ProcessExecutorOptions
{
    /// <summary>Folder that holds work folders, logs, claims and the supervisor's socket.</summary>
    public required string DataFolder { get; set; }

    /// <summary>Folder of persistent volume claims, which hosts may share; null: in the data folder.</summary>
    public string? VolumesFolder { get; set; }

    /// <summary>Name under which this host reports. Default: the machine's.</summary>
    public string HostName { get; set; } = Environment.MachineName;

    /// <summary>Folder of secrets (<c>secret/key</c>) and config maps (<c>configmaps/name/key</c>), or null.</summary>
    public string? SecretsFolder { get; set; }

    /// <summary>
    /// How many nodes run at once; the rest waits as Pending. Default: four times the processors, at least 16: steps of one
    /// workflow may wait for each other (a server and its client), and those that only wait use no processor.
    /// </summary>
    public int Slots { get; set; } = Math.Max(16, Environment.ProcessorCount * 4);

    /// <summary>
    /// Programs to run in place of an image's own. A key is an image, with or without its tag (the program stands in for the
    /// image's entrypoint), or an image, a space and a command (the program stands in for that command).
    /// </summary>
    public IDictionary<string, string> Shims { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The supervisor program; null: <c>krewe-exec</c> beside the application, static if it is there.</summary>
    public string? SupervisorPath { get; set; }

    /// <summary>How long the supervisor stays without an engine and without work.</summary>
    public TimeSpan SupervisorIdle { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Environment that steps start from; null: the part of this process's own that programs need and that holds no secrets.</summary>
    public IReadOnlyDictionary<string, string>? BaseEnvironment { get; set; }

    /// <summary>How containers run: null or <c>process</c>: as local processes; <c>podman</c> or <c>docker</c>: their images. Any other value fails the nodes with the reason.</summary>
    public string? Runtime { get; set; }

    /// <summary>Whether steps get private file system views.</summary>
    public PrivateViews PrivateViews { get; set; }

    /// <summary>Settings of single runs, by run UID; asked once a run.</summary>
    public Func<string, CancellationToken, Task<ProcessRunSettings?>>? RunSettings { get; set; }

    /// <summary>Hears what an operator should know, each sentence once. Called from any thread.</summary>
    public Action<string>? Warn { get; set; }

    /// <summary>Hears, once a run and image, that the image (second argument) of a run (first) is not used. Called from any thread.</summary>
    public Action<string, string>? ImageIgnored { get; set; }
}
