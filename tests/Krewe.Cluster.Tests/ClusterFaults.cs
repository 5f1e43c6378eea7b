namespace Krewe.Cluster.Tests;

/// <summary>Does faults to a cluster and makes it whole again.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="random">Draws which silo and for how long.</param>
internal sealed class ClusterFaults(SiloCluster cluster, Random random)
{
    /// <summary>Does one fault; afterwards all silos run and are members, and the database answers.</summary>
    public Task DoAsync(FaultKind kind, CancellationToken cancellationToken)
    {
        var silo = random.Next(cluster.Silos.Count);
        return kind switch
        {
            FaultKind.Killed => KillAsync(cluster.Silos[silo], TimeSpan.Zero, cancellationToken),
            FaultKind.KilledAndAwayForLong => KillAsync(cluster.Silos[silo], SiloCluster.Short.Detection + SiloCluster.Short.Patience, cancellationToken),
            FaultKind.AllKilled => KillAllAsync(cancellationToken),
            FaultKind.Frozen => FreezeAsync(cluster.Silos[silo], TimeSpan.FromSeconds(1), cancellationToken),
            FaultKind.FrozenUntilTakenOver => FreezeAsync(cluster.Silos[silo], SiloCluster.Short.Detection * 1.5, cancellationToken),
            FaultKind.Stopped => StopAsync(cluster.Silos[silo], cancellationToken),
            FaultKind.RolledOver => RollOverAsync(cancellationToken),
            FaultKind.DatabaseCrashed => CrashDatabaseAsync(cancellationToken),
            FaultKind.DatabaseProcessKilled => cluster.Database.KillSessionAsync(cancellationToken),
            FaultKind.CutFromDatabase => BreakLinkAsync(silo, link => link.Cut(), cancellationToken),
            FaultKind.HeldUpToDatabase => BreakLinkAsync(silo, link => link.HoldUp(), cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such fault"),
        };
    }

    /// <summary>Starts silos that have ended, as a service manager does; returns how many.</summary>
    public async Task<int> ReviveAsync(CancellationToken cancellationToken)
    {
        var ended = cluster.Silos.Where(silo => !silo.IsRunning).ToList();
        foreach (var silo in ended)
        {
            await silo.WaitForEndAsync();
            await silo.StartAsync(cancellationToken);
        }

        return ended.Count;
    }

    private static async Task KillAsync(ServerProcess silo, TimeSpan away, CancellationToken cancellationToken)
    {
        await silo.EndAsync();
        // Longer than its steps are waited for: they are started elsewhere, and it must end what it still has of them.
        await Task.Delay(away, cancellationToken);
        await silo.StartAsync(cancellationToken);
    }

    private async Task KillAllAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(cluster.Silos.Select(silo => silo.EndAsync()));
        await Task.WhenAll(cluster.Silos.Select(silo => silo.StartAsync(cancellationToken)));
    }

    private async Task FreezeAsync(ServerProcess silo, TimeSpan time, CancellationToken cancellationToken)
    {
        await silo.FreezeAsync();
        await Task.Delay(time, cancellationToken);
        await silo.ThawAsync();
        await SettleAsync(silo, cancellationToken);
    }

    private static async Task StopAsync(ServerProcess silo, CancellationToken cancellationToken)
    {
        await silo.StopAsync();
        await silo.StartAsync(cancellationToken);
    }

    private async Task RollOverAsync(CancellationToken cancellationToken)
    {
        foreach (var silo in cluster.Silos)
        {
            await StopAsync(silo, cancellationToken);
        }
    }

    private async Task CrashDatabaseAsync(CancellationToken cancellationToken)
    {
        await cluster.Database.StopAtOnceAsync();
        await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 3), cancellationToken);
        await cluster.Database.StartAgainAsync();
    }

    private async Task BreakLinkAsync(int silo, Action<DatabaseLink> fault, CancellationToken cancellationToken)
    {
        fault(cluster.Links[silo]);
        await Task.Delay(TimeSpan.FromSeconds(1 + (random.NextDouble() * 11)), cancellationToken);
        cluster.Links[silo].Mend();
        await SettleAsync(cluster.Silos[silo], cancellationToken);
    }

    /// <summary>It serves or it ends: either shows within the time in which it hears what the others think of it.</summary>
    private async Task SettleAsync(ServerProcess silo, CancellationToken cancellationToken)
    {
        await Poll.UntilAsync(async () => !silo.IsRunning || await cluster.IsMemberAsync(silo), cancellationToken);
        if (!silo.IsRunning)
        {
            await silo.WaitForEndAsync();
            await silo.StartAsync(cancellationToken);
        }
    }
}
