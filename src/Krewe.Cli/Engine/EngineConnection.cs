using Krewe.Client;

namespace Krewe.Cli.Engine;

/// <summary>A service in use by a command.</summary>
internal sealed class EngineConnection(IWorkflowService service, bool isOwn, Func<ValueTask>? dispose = null) : IAsyncDisposable
{
    public IWorkflowService Service { get; } = service;

    /// <summary>Whether the engine lives in this process and ends with it.</summary>
    public bool IsOwn { get; } = isOwn;

    public async ValueTask DisposeAsync()
    {
        if (dispose is not null)
        {
            await dispose().ConfigureAwait(false);
        }

        await Service.DisposeAsync().ConfigureAwait(false);
    }
}
