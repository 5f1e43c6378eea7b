namespace Krewe.Cluster.Tests;

/// <summary>Work for a cluster, and what goes wrong with it meanwhile.</summary>
internal sealed class FaultCampaign(SiloCluster cluster, Random random)
{
    private readonly List<Work> _work = [];
    private int _next;

    public IReadOnlyList<Work> Work => _work;

    /// <summary>How often each kind of fault was done.</summary>
    public SortedDictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

    /// <summary>How many faults found at least one step running.</summary>
    public int AmongSteps { get; private set; }

    /// <summary>New runs, then one fault of a kind drawn by lot, then the cluster as it should be.</summary>
    public async Task StrikeAsync(CancellationToken cancellationToken)
    {
        await ReviveAsync(cancellationToken);
        for (var i = random.Next(2, 5); i > 0; i--)
        {
            var work = new Work(cluster, Cluster.Tests.Work.Sleep(0.2 + (random.NextDouble() * 2)));
            _work.Add(work);
            await work.SubmitAsync(cluster, _next++, cancellationToken);
        }

        // The random moment of the fault itself, not a wait for something.
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500)), cancellationToken);
        var entries = cluster.Ledger.Read();
        AmongSteps += entries.Count(entry => entry.What == "start") > entries.Count(entry => entry.What == "end") ? 1 : 0;
        var silo = cluster.Silos[random.Next(cluster.Silos.Count)];
        var (name, fault) = random.Next(10) switch
        {
            < 4 => ("killed", KillAsync(silo, cancellationToken)),
            < 5 => ("killed and away for long", LoseAsync(silo, cancellationToken)),
            < 7 => ("frozen", FreezeAsync(silo, cancellationToken)),
            < 8 => ("all killed", KillAllAsync(cancellationToken)),
            _ => ("stopped", StopAsync(silo, cancellationToken)),
        };
        Count(name);
        await fault;
    }

    /// <summary>What a service manager does. A silo that was too slow to answer, on a machine that is too busy, is declared dead like a frozen one.</summary>
    public async Task ReviveAsync(CancellationToken cancellationToken)
    {
        foreach (var silo in cluster.Silos.Where(silo => !silo.IsRunning))
        {
            Count("declared dead when slow");
            await silo.WaitForEndAsync();
            await silo.StartAsync(cancellationToken);
        }
    }

    private void Count(string fault) => Done[fault] = Done.GetValueOrDefault(fault) + 1;

    private static async Task KillAsync(ServerProcess silo, CancellationToken cancellationToken)
    {
        await silo.EndAsync();
        await silo.StartAsync(cancellationToken);
    }

    /// <summary>Longer than its steps are waited for: they are started elsewhere, and it must end what it still has of them.</summary>
    private static async Task LoseAsync(ServerProcess silo, CancellationToken cancellationToken)
    {
        await silo.EndAsync();
        await Task.Delay(SiloCluster.Short.Detection + SiloCluster.Short.Patience, cancellationToken);
        await silo.StartAsync(cancellationToken);
    }

    private static async Task StopAsync(ServerProcess silo, CancellationToken cancellationToken)
    {
        await silo.StopAsync();
        await silo.StartAsync(cancellationToken);
    }

    private async Task KillAllAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(cluster.Silos.Select(silo => silo.EndAsync()));
        await Task.WhenAll(cluster.Silos.Select(silo => silo.StartAsync(cancellationToken)));
    }

    /// <summary>Shorter or longer than it takes to be declared dead; in the second case it must end itself when it finds out.</summary>
    private async Task FreezeAsync(ServerProcess silo, CancellationToken cancellationToken)
    {
        await silo.FreezeAsync();
        await Task.Delay(random.Next(2) == 0 ? TimeSpan.FromSeconds(1) : SiloCluster.Short.Detection * 1.5, cancellationToken);
        await silo.ThawAsync();
        // It serves or it ends: either shows within the time in which it hears what the others think of it.
        await Poll.UntilAsync(async () => !silo.IsRunning || await cluster.IsMemberAsync(silo), cancellationToken);
        if (!silo.IsRunning)
        {
            await silo.WaitForEndAsync();
            await silo.StartAsync(cancellationToken);
        }
    }
}
