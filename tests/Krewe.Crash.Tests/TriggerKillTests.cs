using System.Diagnostics;
using Krewe.Client;
using Krewe.Crash.Tests.Triggers;
using Krewe.Model;

namespace Krewe.Crash.Tests;

/// <summary>The server is killed again and again while events come in; in the end each started what it should, once.</summary>
public sealed class TriggerKillTests(ITestOutputHelper output)
{
    private const string BindingLabel = "workflows.argoproj.io/workflow-event-binding";

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Event_IsNeitherLostNorStartedTwice_WhenTheServerIsKilledBetweenReceiptAndStart()
    {
        var seed = CrashSettings.Seed;
        var kills = CrashSettings.Kills;
        output.WriteLine($"seed {seed}, {kills} kills (KREWE_CRASH_SEED, KREWE_CRASH_KILLS)");
        var cancellation = TestContext.Current.CancellationToken;
        var watch = Stopwatch.StartNew();
        await using var engine = new EngineProcess("--port", "0");
        var campaign = new TriggerCampaign(engine, new Random(seed));
        await campaign.SetUpAsync(cancellation);
        for (var kill = 0; kill < kills; kill++)
        {
            await campaign.LiveAndDieAsync(cancellation);
        }

        output.WriteLine($"killed {kills} times in {watch.Elapsed.TotalSeconds:F0} s: {campaign.KilledOnTheWayUp} on the way up, {campaign.KilledBetween} between a receipt and its start; {campaign.Unanswered} answers cut off");
        await engine.StartAsync(cancellation);
        await campaign.RepeatAllAsync(cancellation);

        var deliveries = await SettledAsync(engine.Client, cancellation);
        Assert.Equal(campaign.Events.Select(sent => sent.Stored).Order(StringComparer.Ordinal), deliveries.Select(delivery => delivery.Id).Order(StringComparer.Ordinal));
        Assert.Equal(campaign.Events.Select(sent => sent.DeliveryId).Order(StringComparer.Ordinal), deliveries.Select(delivery => delivery.DeliveryId).Order(StringComparer.Ordinal));
        var failed = deliveries.Where(delivery => delivery.State == EventDeliveryState.Failed).ToList();
        Assert.All(deliveries, delivery => Assert.Equal(delivery.Discriminator == "broken" ? EventDeliveryState.Failed : EventDeliveryState.Started, delivery.State));
        await ReplayAsync(engine.Client, failed, cancellation);

        Assert.All(await SettledAsync(engine.Client, cancellation), delivery => Assert.Equal(EventDeliveryState.Started, delivery.State));
        var runs = await RunsAsync(engine.Client, cancellation);
        Assert.Equal(
            campaign.Events.SelectMany(sent => sent.Bindings.Select(binding => $"{binding} {sent.Number}")).Order(StringComparer.Ordinal),
            runs.Select(run => $"{run.Metadata.Labels![BindingLabel]} {run.Spec.Arguments!.Parameters![0].Value}").Order(StringComparer.Ordinal));
        Assert.True(campaign.KilledBetween >= kills / 10, $"only {campaign.KilledBetween} of {kills} kills came between a receipt and its start");
        output.WriteLine($"{deliveries.Count} deliveries, {failed.Count} of them replayed, {runs.Count} runs, {watch.Elapsed.TotalSeconds:F0} s in all");
    }

    /// <summary>All deliveries, once none is to be tried any more.</summary>
    private static async Task<IReadOnlyList<EventDelivery>> SettledAsync(IWorkflowService client, CancellationToken cancellationToken)
    {
        await Poll.UntilAsync(async () => (await client.ListDeliveriesAsync(new ListDeliveriesQuery { State = EventDeliveryState.Pending }, cancellationToken)).Items.Count == 0, cancellationToken);
        var all = new List<EventDelivery>();
        var query = new ListDeliveriesQuery { Namespace = TriggerCampaign.Namespace };
        while (true)
        {
            var page = await client.ListDeliveriesAsync(query, cancellationToken);
            all.AddRange(page.Items);
            if (page.Continue is null)
            {
                return all;
            }

            query = query with { Continue = page.Continue };
        }
    }

    /// <summary>Mends the binding that could not be evaluated, and has its events tried again.</summary>
    private static async Task ReplayAsync(IWorkflowService client, IReadOnlyList<EventDelivery> failed, CancellationToken cancellationToken)
    {
        var reference = new ResourceRef(ResourceKind.WorkflowEventBinding, TriggerCampaign.Namespace, "broken");
        var broken = (WorkflowEventBinding)await client.GetResourceAsync(reference, cancellationToken);
        var mended = (WorkflowEventBinding)TriggerCampaign.Read(TriggerCampaign.Binding("broken", "discriminator == 'broken'"));
        await client.UpdateResourceAsync(TriggerCampaign.Namespace, broken with { Spec = mended.Spec }, cancellationToken);
        foreach (var delivery in failed)
        {
            Assert.Contains(delivery.Outcomes, outcome => outcome is { Binding: "broken", Run: null, Error.Length: > 0 });
            await client.ReplayDeliveryAsync(delivery.Namespace, delivery.Id, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<Workflow>> RunsAsync(IWorkflowService client, CancellationToken cancellationToken)
    {
        var all = new List<Workflow>();
        var query = new ListRunsQuery { Namespace = TriggerCampaign.Namespace, Limit = 100 };
        while (true)
        {
            var page = await client.ListAsync(query, cancellationToken);
            all.AddRange(page.Items);
            if (string.IsNullOrEmpty(page.Metadata.Continue))
            {
                return all;
            }

            query = query with { Continue = page.Metadata.Continue };
        }
    }
}
