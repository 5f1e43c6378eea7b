using Krewe.Client;
using Krewe.Hosting;
using Krewe.Storage;
using Krewe.Storage.PostgreSql;
using Microsoft.Extensions.Logging;

namespace Krewe.Cli.Engine;

/// <summary>Starts the engine inside this process. The only place of the command line that knows how.</summary>
internal static class EmbeddedEngine
{
    public static async Task<IWorkflowService> StartAsync(EngineStart start, CancellationToken cancellationToken)
    {
        var options = new KreweEngineOptions
        {
            DataFolder = start.Data.Path,
            PostgreSql = start.Database is { } database ? DatabaseOf(database, start.Silo is not null) : null,
            Cluster = start.Silo is { } silo ? ClusterOf(silo) : null,
            Settings = start.Settings,
            RunSchedules = start.RunSchedules,
            Notice = start.Notice,
            LogLevel = start.Log is { } log ? EngineLogging.LevelOf(log) : LogLevel.Warning,
            ConfigureLogging = start.Log is { } to ? logging => EngineLogging.Add(logging, to) : null,
            ConfigureServices = TelemetryExport.Of(Environment.GetEnvironmentVariable),
        };
        try
        {
            return await KreweEngine.StartOwnedAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException refused)
        {
            throw new KreweException(KreweErrorCode.Unavailable, refused.Message, refused);
        }
    }

    // Apart: a command that needs no database does not load the code for it.
    internal static PostgreSqlStoreOptions DatabaseOf(EngineDatabase database, bool shared) =>
        new() { ConnectionString = database.ConnectionString, PasswordFile = database.PasswordFile, Exclusive = !shared, Shared = shared };

    private static KreweClusterOptions ClusterOf(EngineSilo silo)
    {
        var standard = new KreweClusterOptions { Port = silo.Port, SharedFolder = silo.SharedFolder };
        return new KreweClusterOptions
        {
            SiloName = silo.Name,
            Address = silo.Address ?? standard.Address,
            Port = silo.Port,
            Tls = silo.Tls,
            SharedFolder = silo.SharedFolder,
            FailureDetection = silo.FailureDetection ?? standard.FailureDetection,
            Patience = silo.Patience ?? standard.Patience,
        };
    }
}
