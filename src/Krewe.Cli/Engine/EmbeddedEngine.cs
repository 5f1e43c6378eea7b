using Krewe.Client;

namespace Krewe.Cli.Engine;

/// <summary>Starts the engine inside this process. The only place of the command line that knows how.</summary>
internal static class EmbeddedEngine
{
    public static Task<IWorkflowService> StartAsync(EngineStart start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromException<IWorkflowService>(new KreweException(
            KreweErrorCode.Unavailable,
            $"no engine answers on {start.Data.SocketPath}, and this build has none of its own"));
    }
}
