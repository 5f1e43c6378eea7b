using Krewe.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>Tells the parts of this silo of hosts that come and go, and has the runs in memory ask again when one has gone.</summary>
internal sealed partial class ClusterWatch(IClusterMembershipService membership, ClusterHosts hosts, ActiveRuns runs, RunRecovery recovery, IGrainFactory grains, ILogger<ClusterWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken).ConfigureAwait(false))
        {
            var lost = hosts.Update(Present(snapshot));
            if (lost.Count > 0)
            {
                LogLost(string.Join(", ", lost), string.Join(", ", hosts.Present.Keys));
                AskAgain();
            }
        }
    }

    private static Dictionary<string, SiloAddress> Present(ClusterMembershipSnapshot snapshot)
    {
        var present = new Dictionary<string, SiloAddress>(StringComparer.Ordinal);
        // Of two processes of one name the younger is the one that lives.
        foreach (var member in snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).OrderBy(member => member.SiloAddress.Generation))
        {
            present[member.Name] = member.SiloAddress;
        }

        return present;
    }

    private void AskAgain()
    {
        foreach (var uid in runs.Uids)
        {
            _ = AskAgainAsync(uid);
        }
    }

    private async Task AskAgainAsync(string uid)
    {
        try
        {
            await grains.GetGrain<IRunGrain>(uid).AskAgain().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            LogNotAsked(uid, failure);
            recovery.WakeAgain(uid);
        }
    }

    [LoggerMessage(EventId = 330, Level = LogLevel.Warning, Message = "hosts gone or restarted: {Lost}; present: {Present}")]
    private partial void LogLost(string lost, string present);

    [LoggerMessage(EventId = 331, Level = LogLevel.Warning, Message = "run {Uid} could not ask again for what it waits for; it is told to once more")]
    private partial void LogNotAsked(string uid, Exception failure);
}
