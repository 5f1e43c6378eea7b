using Krewe.Api;
using Krewe.Client;

namespace Krewe.Cli.Engine;

/// <summary>Socket first, then an engine of our own.</summary>
internal sealed class EngineConnector(Func<EngineStart, CancellationToken, Task<IWorkflowService>> startEngine) : IEngineConnector
{
    /// <summary>How long a command that shares its engine "soon" may keep it to itself: a short run never loads the web server.</summary>
    private static readonly TimeSpan ShareAfter = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMilliseconds(100);
    private const int Retries = 30;

    public async Task<EngineConnection> ConnectAsync(EngineStart start, EngineSharing sharing, CancellationToken cancellationToken)
    {
        if (await FindRunningAsync(start.Data, cancellationToken).ConfigureAwait(false) is { } running)
        {
            return running;
        }

        IWorkflowService service;
        try
        {
            service = await startEngine(start, cancellationToken).ConfigureAwait(false);
        }
        catch (KreweException refused) when (refused.Code == KreweErrorCode.Unavailable)
        {
            // Another command may own the folder and not offer its engine yet.
            return await WaitForRunningAsync(start.Data, cancellationToken).ConfigureAwait(false) ?? throw new KreweException(refused.Code, refused.Message, refused);
        }

        try
        {
            return sharing switch
            {
                EngineSharing.Now => await ShareAsync(service, start.Data, cancellationToken).ConfigureAwait(false),
                EngineSharing.Soon => ShareSoon(service, start.Data),
                _ => new EngineConnection(service, isOwn: true),
            };
        }
        catch
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public EngineConnection ConnectTo(ServerAddress server) => new(new RemoteWorkflowService(server), isOwn: false);

    public async Task<EngineConnection?> FindRunningAsync(DataFolder data, CancellationToken cancellationToken) =>
        await RemoteWorkflowService.IsAnsweringAsync(data.SocketPath, cancellationToken).ConfigureAwait(false)
            ? new EngineConnection(new RemoteWorkflowService(data.SocketPath), isOwn: false)
            : null;

    private async Task<EngineConnection?> WaitForRunningAsync(DataFolder data, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(data.Path, "krewe.lock")))
        {
            return null;
        }

        for (var attempt = 0; attempt < Retries; attempt++)
        {
            await Task.Delay(RetryPeriod, cancellationToken).ConfigureAwait(false);
            if (await FindRunningAsync(data, cancellationToken).ConfigureAwait(false) is { } running)
            {
                return running;
            }
        }

        return null;
    }

    private static EngineConnection ShareSoon(IWorkflowService service, DataFolder data)
    {
        var stop = new CancellationTokenSource();
        var api = StartSoonAsync(service, data, stop.Token);
        return new EngineConnection(service, isOwn: true, async () =>
        {
            await stop.CancelAsync().ConfigureAwait(false);
            if (await api.ConfigureAwait(false) is { } started)
            {
                await started.DisposeAsync().ConfigureAwait(false);
            }

            stop.Dispose();
        });
    }

    private static async Task<ApiServer?> StartSoonAsync(IWorkflowService service, DataFolder data, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(ShareAfter, cancellationToken).ConfigureAwait(false);
            return await ApiServer.StartAsync(service, data.SocketPath, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    // Apart, so that a command that shares nothing does not load the web server.
    private static async Task<EngineConnection> ShareAsync(IWorkflowService service, DataFolder data, CancellationToken cancellationToken)
    {
        var api = await ApiServer.StartAsync(service, data.SocketPath, cancellationToken).ConfigureAwait(false);
        return new EngineConnection(service, isOwn: true, api.DisposeAsync);
    }
}
