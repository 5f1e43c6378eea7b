using System.Diagnostics;
using Krewe.Client;
using Krewe.Crash.Tests.Campaign;

namespace Krewe.Crash.Tests;

/// <summary>The engine is killed again and again, at random moments, while it works; in the end all must be as if it never was.</summary>
public sealed class KillCampaignTests(ITestOutputHelper output)
{
    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Engine_LosesAndRepeatsNothing_WhenItIsKilledAtRandomMoments()
    {
        var seed = CrashSettings.Seed;
        var kills = CrashSettings.Kills;
        output.WriteLine($"seed {seed}, {kills} kills (KREWE_CRASH_SEED, KREWE_CRASH_KILLS)");
        var cancellation = TestContext.Current.CancellationToken;
        var watch = Stopwatch.StartNew();
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var campaign = new KillCampaign(engine, new Random(seed));
        await campaign.WarmUpAsync(cancellation);
        var supervisor = engine.SupervisorId;
        Assert.NotEqual(0, supervisor);
        for (var kill = 0; kill < kills; kill++)
        {
            await campaign.LiveAndDieAsync(cancellation);
        }

        output.WriteLine($"killed {kills} times in {watch.Elapsed.TotalSeconds:F0} s, {campaign.KilledOnTheWayUp} times on the way up");
        await engine.StartAsync(cancellation);
        await campaign.AcknowledgeAllAsync(cancellation);
        var nodes = 0;
        foreach (var submission in campaign.Submissions)
        {
            var run = await RunCheck.EndAsync(engine.Client, submission.Run!, cancellation);
            await RunCheck.HoldsAsync(run, engine.Ledger, submission.Kind.Phase, submission.Kind.Steps);
            await submission.Kind.Check(run);
            nodes += run.Nodes.Count;
        }

        Assert.Equal(campaign.Submissions.Count, await CountRunsAsync(engine.Client, cancellation));
        Assert.Equal(supervisor, engine.SupervisorId);
        Assert.True(campaign.KilledAmongSteps >= kills / 5, $"only {campaign.KilledAmongSteps} of {kills} kills found a step running");
        output.WriteLine($"{campaign.Submissions.Count} runs, {nodes} nodes, {engine.Ledger.Read().Count} ledger lines, {campaign.KilledAmongSteps} kills while steps ran, {watch.Elapsed.TotalSeconds:F0} s in all");
    }

    private static async Task<int> CountRunsAsync(IWorkflowService client, CancellationToken cancellationToken)
    {
        var count = 0;
        var page = new ListRunsQuery { Limit = 100 };
        while (true)
        {
            var list = await client.ListAsync(page, cancellationToken);
            count += list.Items.Count;
            if (string.IsNullOrEmpty(list.Metadata.Continue))
            {
                return count;
            }

            page = page with { Continue = list.Metadata.Continue };
        }
    }
}
