using Microsoft.AspNetCore.Builder;

namespace Krewe.Api;

/// <summary>Ends web servers.</summary>
internal static class WebServers
{
    /// <summary>Stops listening at once; open streams are cut.</summary>
    public static async ValueTask StopAsync(WebApplication application)
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        try
        {
            await application.StopAsync(now.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Streams were still open: they are cut, as intended.
        }

        await application.DisposeAsync().ConfigureAwait(false);
    }
}
