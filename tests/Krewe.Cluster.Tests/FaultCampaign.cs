namespace Krewe.Cluster.Tests;

/// <summary>Work for a cluster, and what goes wrong with it meanwhile.</summary>
internal sealed class FaultCampaign(SiloCluster cluster, Random random)
{
    private readonly ClusterFaults _faults = new(cluster, random);
    private readonly FaultDeck _deck = new(random);
    private readonly List<Work> _work = [];

    public IReadOnlyList<Work> Work => _work;

    /// <summary>How often each kind of fault was done.</summary>
    public SortedDictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

    /// <summary>How many faults found at least one step running.</summary>
    public int AmongSteps { get; private set; }

    /// <summary>How many runs were submitted while a fault was under way.</summary>
    public int SubmittedMeanwhile { get; private set; }

    /// <summary>Some runs before, some while the next fault of the deck is done, then the cluster as it should be.</summary>
    public async Task StrikeAsync(CancellationToken cancellationToken)
    {
        await ReviveAsync(cancellationToken);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            await SubmitAsync(cancellationToken);
        }

        // The random moment of the fault itself, not a wait for something.
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500)), cancellationToken);
        var entries = cluster.Ledger.Read();
        AmongSteps += entries.Count(entry => entry.What == "start") > entries.Count(entry => entry.What == "end") ? 1 : 0;
        var kind = _deck.Draw();
        Count(kind.ToString());
        // Their acknowledgements race with the fault: what was answered must be there, and what was not may be asked again.
        var meanwhile = Enumerable.Range(0, random.Next(1, 3)).Select(_ => SubmitAsync(cancellationToken)).ToList();
        SubmittedMeanwhile += meanwhile.Count;
        await _faults.DoAsync(kind, cancellationToken);
        await ReviveAsync(cancellationToken);
        await Task.WhenAll(meanwhile);
    }

    /// <summary>What a service manager does. A silo that was too slow to answer, on a machine that is too busy, is declared dead like a frozen one.</summary>
    public async Task ReviveAsync(CancellationToken cancellationToken)
    {
        for (var ended = await _faults.ReviveAsync(cancellationToken); ended > 0; ended--)
        {
            Count("(ended by itself)");
        }
    }

    private Task SubmitAsync(CancellationToken cancellationToken)
    {
        var work = new Work(cluster, Cluster.Tests.Work.Sleep(0.2 + (random.NextDouble() * 2)), isSplit: _work.Count % 2 == 0);
        _work.Add(work);
        return work.SubmitAsync(cluster, _work.Count, cancellationToken);
    }

    private void Count(string fault) => Done[fault] = Done.GetValueOrDefault(fault) + 1;
}
