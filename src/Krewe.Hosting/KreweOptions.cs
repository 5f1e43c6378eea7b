using Krewe.Client;
using Krewe.Model;
using Krewe.Storage.PostgreSql;

namespace Krewe.Hosting;

/// <summary>What an engine is, whether it lives in a host of its own or in one that embeds it.</summary>
public class KreweOptions
{
    /// <summary>Folder that holds everything the engine must not lose. Required. Created if missing, readable by its owner only.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>
    /// Database that keeps runs and objects in place of the file in the data folder; null for the file. Steps, logs and
    /// artifacts stay in the folder. One engine at a time uses a database (or schema), unless they are silos of a cluster.
    /// </summary>
    public PostgreSqlStoreOptions? PostgreSql { get; set; }

    /// <summary>How steps run unless a run says otherwise.</summary>
    public RunSettings Settings { get; set; } = new();

    /// <summary>
    /// Settings for all runs, as of Argo's controller. Default: what the file <c>config.yaml</c> in the data folder says; without
    /// it, nothing is limited and nothing has defaults.
    /// </summary>
    public ControllerConfig? Config { get; set; }

    /// <summary>Whether cron workflows are run. Default: yes; an engine that lives for a single command leaves them to the next one.</summary>
    public bool RunSchedules { get; set; } = true;

    /// <summary>
    /// Told of matters that the user should know of, such as steps that cannot be kept apart on this machine. Default: they are
    /// logged as warnings.
    /// </summary>
    public Action<string>? Notice { get; set; }

    /// <summary>How the engine is one of several; null when it is alone.</summary>
    internal KreweClusterOptions? Silo { get; set; }
}
