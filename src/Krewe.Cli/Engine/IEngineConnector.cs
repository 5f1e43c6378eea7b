using Krewe.Client;

namespace Krewe.Cli.Engine;

/// <summary>Finds the engine of a data folder. The only way by which commands come to a service.</summary>
internal interface IEngineConnector
{
    /// <summary>
    /// The engine that answers on the folder's socket, else one started in this process.
    /// </summary>
    /// <param name="start">Folder and settings; the settings reach a running engine with each run instead.</param>
    /// <param name="sharing">Whether and when an engine started here is offered to other commands on the socket.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<EngineConnection> ConnectAsync(EngineStart start, EngineSharing sharing, CancellationToken cancellationToken);

    /// <summary>A server elsewhere; connects on first use.</summary>
    EngineConnection ConnectTo(ServerAddress server);

    /// <summary>The engine that answers on the folder's socket, or null.</summary>
    Task<EngineConnection?> FindRunningAsync(DataFolder data, CancellationToken cancellationToken);
}
