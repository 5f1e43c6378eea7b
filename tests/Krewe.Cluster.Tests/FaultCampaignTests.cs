using System.Diagnostics;
using Krewe.Client;

namespace Krewe.Cluster.Tests;

/// <summary>Silos are killed, frozen, stopped and lost, one or all, cut from their database, and the database crashes, at random moments under load; in the end no run may show it but by steps that were started again.</summary>
public sealed class FaultCampaignTests(ITestOutputHelper output)
{
    [Fact(Timeout = ClusterSettings.Longest)]
    public async Task Cluster_LosesNothing_WhenSilosAndDatabaseFailAtRandomMoments()
    {
        var (seed, faults) = (ClusterSettings.Seed, ClusterSettings.Faults);
        output.WriteLine($"seed {seed}, {faults} faults (KREWE_CLUSTER_SEED, KREWE_CLUSTER_FAULTS)");
        var cancellation = TestContext.Current.CancellationToken;
        var watch = Stopwatch.StartNew();
        await using var cluster = await SiloCluster.StartAsync(3, SiloCluster.Short, cancellation);
        var campaign = new FaultCampaign(cluster, new Random(seed));
        output.WriteLine($"three silos up after {watch.Elapsed.TotalSeconds:F0} s");
        for (var fault = 0; fault < faults; fault++)
        {
            await campaign.StrikeAsync(cancellation);
        }

        await campaign.ReviveAsync(cancellation);
        output.WriteLine($"{watch.Elapsed.TotalSeconds:F0} s: {string.Join(", ", campaign.Done.Select(pair => $"{pair.Value} x {pair.Key}"))}; {campaign.AmongSteps} while steps ran; {campaign.SubmittedMeanwhile} runs submitted meanwhile");
        var restarted = 0;
        foreach (var (work, index) in campaign.Work.Select((work, index) => (work, index)))
        {
            // Repeated, the request gives the run that was acknowledged.
            await work.SubmitAsync(cluster, index, cancellation);
            restarted += Work.Check(await work.EndAsync(cluster, index, cancellation), cluster.Ledger.Read());
        }

        var runs = await cluster.AskAsync((client, cancel) => client.ListAsync(new ListRunsQuery { Limit = campaign.Work.Count + 1 }, cancel), 0, cancellation);
        Assert.Equal(campaign.Work.Select(work => work.Run!.Uid).Order(StringComparer.Ordinal), runs.Items.Select(run => run.Metadata.Uid).Order(StringComparer.Ordinal));
        output.WriteLine($"{campaign.Work.Count} runs, {cluster.Ledger.Read().Count} ledger lines, {restarted} steps started again, {watch.Elapsed.TotalSeconds:F0} s in all");
    }
}
