namespace Krewe.Cluster.Tests;

/// <summary>Deals faults in an order drawn by lot; each kind once before any comes again.</summary>
internal sealed class FaultDeck(Random random)
{
    /// <summary>How many kinds of faults there are.</summary>
    public static int Size { get; } = Enum.GetValues<FaultKind>().Length;

    private readonly Queue<FaultKind> _left = new();

    public FaultKind Draw()
    {
        if (_left.Count == 0)
        {
            var kinds = Enum.GetValues<FaultKind>();
            random.Shuffle(kinds);
            Array.ForEach(kinds, _left.Enqueue);
        }

        return _left.Dequeue();
    }
}
