using Krewe.Client;
using Krewe.Storage.PostgreSql;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>How a <see cref="KreweEngine"/> is started.</summary>
public sealed class KreweEngineOptions
{
    /// <summary>Folder that holds everything the engine must not lose. Created if missing, readable by its owner only.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// Database that keeps runs and objects in place of the file in the data folder; null for the file. Steps, logs and
    /// artifacts stay in the folder. One engine at a time uses a database (or schema).
    /// </summary>
    public PostgreSqlStoreOptions? PostgreSql { get; init; }

    /// <summary>How steps run unless a run says otherwise.</summary>
    public RunSettings Settings { get; init; } = new();

    /// <summary>
    /// Settings for all runs, as of Argo's controller. Default: what the file <c>config.yaml</c> in the data folder says; without
    /// it, nothing is limited and nothing has defaults.
    /// </summary>
    public ControllerConfig? Config { get; init; }

    /// <summary>Whether cron workflows are run. Default: yes; an engine that lives for a single command leaves them to the next one.</summary>
    public bool RunSchedules { get; init; } = true;

    /// <summary>Least severe log message that is written. Default: warnings.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>Adds log writers; none by default.</summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; init; }

    /// <summary>Adds or replaces parts, such as an executor of one's own; the last registration counts.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>Told of matters that the user should know of, such as steps that cannot be kept apart on this machine.</summary>
    public Action<string> Notice { get; init; } = static _ => { };
}
