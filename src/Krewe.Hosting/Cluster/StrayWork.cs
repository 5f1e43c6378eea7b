using Krewe.Executors;
using Krewe.Grains;
using Krewe.Model.Runs;
using Krewe.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>
/// After a restart of a host: ends the steps that were given up while it was away, frees what they hold, and deletes what is left of runs
/// that were deleted meanwhile.
/// </summary>
internal sealed partial class StrayWork(IKeptWork kept, NodeExecutors executors, IRunQueries queries, ClusterHosts hosts, IGrainFactory grains, ILogger<StrayWork> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await hosts.WaitForAsync(hosts.Own!).ConfigureAwait(false);
        foreach (var uid in kept.Runs())
        {
            stoppingToken.ThrowIfCancellationRequested();
            try
            {
                await ClearAsync(uid, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The next start finds it again.
                LogNotCleared(uid, failure);
            }
        }
    }

    private async Task ClearAsync(string uid, CancellationToken cancellationToken)
    {
        if (await queries.GetAsync(RunParts.RunOf(uid), cancellationToken).ConfigureAwait(false) is not { } row)
        {
            foreach (var executor in executors.All)
            {
                await executor.DeleteRunAsync(uid, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        var held = kept.HeldWork(uid);
        if (held.Count == 0)
        {
            return;
        }

        // A run that has ended may still wait for the end of a step, so the run itself is asked in either case.
        var strays = await grains.GetGrain<IRunGrain>(uid).Strays(hosts.Own!, held).WaitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var id in strays)
        {
            LogStray(row.Namespace, row.Name, id.NodeId, id.Attempt);
            foreach (var executor in executors.All)
            {
                await executor.ReleaseAsync(id, deleteWorkFolder: false, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(EventId = 333, Level = LogLevel.Information, Message = "run {Namespace}/{Name} no longer waits for attempt {Attempt} of node {NodeId} on this host: it is ended")]
    private partial void LogStray(string @namespace, string name, string nodeId, int attempt);

    [LoggerMessage(EventId = 334, Level = LogLevel.Warning, Message = "what this host has of run {Uid} could not be looked through")]
    private partial void LogNotCleared(string uid, Exception failure);
}
