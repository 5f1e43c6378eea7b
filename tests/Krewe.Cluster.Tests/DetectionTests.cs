using System.Diagnostics;

namespace Krewe.Cluster.Tests;

/// <summary>How long it takes until a silo that does nothing any more is declared dead, with the settings that <c>krewe server</c> has when it is told nothing.</summary>
public sealed class DetectionTests(ITestOutputHelper output)
{
    [Theory(Timeout = ClusterSettings.Longest)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task FrozenSilo_IsDeclaredDead_AndEndsWhenItFindsOut(int silos)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var cluster = await SiloCluster.StartAsync(silos, SiloCluster.Default, cancellation);
        await Poll.UntilAsync(async () => (await Task.WhenAll(cluster.Silos.Select(cluster.IsCountedAsync))).All(counted => counted), cancellation);

        var watch = Stopwatch.StartNew();
        await cluster.Silos[^1].FreezeAsync();
        await Poll.UntilAsync(async () => !await cluster.IsCountedAsync(cluster.Silos[^1]), cancellation);
        output.WriteLine($"declared dead by {silos - 1} others after {watch.Elapsed.TotalSeconds:F1} s");

        watch.Restart();
        await cluster.Silos[^1].ThawAsync();
        await cluster.Silos[^1].WaitForEndAsync();
        output.WriteLine($"ended itself {watch.Elapsed.TotalSeconds:F1} s after it went on");
    }
}
