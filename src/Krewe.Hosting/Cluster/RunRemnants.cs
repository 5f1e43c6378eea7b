using Krewe.Grains;
using Krewe.Model;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>Deletes what a run has left on other hosts.</summary>
internal sealed partial class RunRemnants(ClusterHosts hosts, IGrainFactory grains, ILogger<RunRemnants> logger)
{
    /// <summary>Asks every host where a step of the run was. One that is away clears up when it comes back.</summary>
    public Task DeleteAsync(Workflow run, CancellationToken cancellationToken) => DeleteAsync(run.Metadata.Uid!, host => WasOn(run, host), cancellationToken);

    /// <summary>The same for a part of a run, whose nodes are not looked at: all hosts are asked.</summary>
    public Task DeleteAsync(string partUid, CancellationToken cancellationToken) => DeleteAsync(partUid, _ => true, cancellationToken);

    private async Task DeleteAsync(string uid, Func<string, bool> isAsked, CancellationToken cancellationToken)
    {
        if (hosts.Own is null)
        {
            return;
        }

        foreach (var host in hosts.Present.Keys.Where(host => host != hosts.Own && isAsked(host)))
        {
            try
            {
                await grains.GetGrain<IHostGrain>(HostKey.On(host)).DeleteRun(uid).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                LogNotDeleted(uid, host, failure);
            }
        }
    }

    // A step that was started again elsewhere is known by its last host only, so a run that had such steps is asked for everywhere.
    private static bool WasOn(Workflow run, string host) =>
        run.Status?.Nodes?.Values.Any(node => node.HostNodeName == host || node.FailedPodRestarts > 0) == true;

    [LoggerMessage(EventId = 335, Level = LogLevel.Warning, Message = "what run {Uid} left on host {Host} could not be deleted; the host does it at its next start")]
    private partial void LogNotDeleted(string uid, string host, Exception failure);
}
