using System.Globalization;

namespace Krewe.Cluster.Tests;

/// <summary>How much goes wrong, and by which dice.</summary>
internal static class ClusterSettings
{
    /// <summary>Longest that one test may take; only a hang comes near it.</summary>
    public const int Longest = 2_700_000;

    /// <summary>Faults of one campaign: <c>KREWE_CLUSTER_FAULTS</c>, else one of each kind.</summary>
    public static int Faults => Number("KREWE_CLUSTER_FAULTS") ?? FaultDeck.Size;

    /// <summary>Seed of the faults: <c>KREWE_CLUSTER_SEED</c>, else a new one each time.</summary>
    public static int Seed => Number("KREWE_CLUSTER_SEED") ?? Random.Shared.Next(1, 1_000_000);

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
