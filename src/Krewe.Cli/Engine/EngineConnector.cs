using Krewe.Api;
using Krewe.Client;

namespace Krewe.Cli.Engine;

/// <summary>Socket first, then an engine of our own.</summary>
internal sealed class EngineConnector(Func<EngineStart, CancellationToken, Task<IWorkflowService>> startEngine) : IEngineConnector
{
    public async Task<EngineConnection> ConnectAsync(EngineStart start, bool share, CancellationToken cancellationToken)
    {
        if (await FindRunningAsync(start.Data, cancellationToken).ConfigureAwait(false) is { } running)
        {
            return running;
        }

        var service = await startEngine(start, cancellationToken).ConfigureAwait(false);
        try
        {
            return share ? await ShareAsync(service, start.Data, cancellationToken).ConfigureAwait(false) : new EngineConnection(service, isOwn: true);
        }
        catch
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task<EngineConnection?> FindRunningAsync(DataFolder data, CancellationToken cancellationToken) =>
        await SocketWorkflowService.IsAnsweringAsync(data.SocketPath, cancellationToken).ConfigureAwait(false)
            ? new EngineConnection(new SocketWorkflowService(data.SocketPath), isOwn: false)
            : null;

    // Apart, so that a command that shares nothing does not load the web server.
    private static async Task<EngineConnection> ShareAsync(IWorkflowService service, DataFolder data, CancellationToken cancellationToken)
    {
        var api = await ApiServer.StartAsync(service, data.SocketPath, cancellationToken).ConfigureAwait(false);
        return new EngineConnection(service, isOwn: true, api.DisposeAsync);
    }
}
