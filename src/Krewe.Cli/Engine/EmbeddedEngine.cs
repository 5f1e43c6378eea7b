using Krewe.Client;
using Krewe.Hosting;
using Krewe.Storage;

namespace Krewe.Cli.Engine;

/// <summary>Starts the engine inside this process. The only place of the command line that knows how.</summary>
internal static class EmbeddedEngine
{
    public static async Task<IWorkflowService> StartAsync(EngineStart start, CancellationToken cancellationToken)
    {
        var options = new KreweEngineOptions { DataFolder = start.Data.Path, Settings = start.Settings, RunSchedules = start.RunSchedules, Notice = start.Notice };
        try
        {
            return await KreweEngine.StartOwnedAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException refused)
        {
            throw new KreweException(KreweErrorCode.Unavailable, refused.Message, refused);
        }
    }
}
