using Krewe.Client;
using Krewe.Grains;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Hosting.Tests;

/// <summary>A schedule in a real engine, with its timers, its ledger and its runs.</summary>
public sealed class CronTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Schedule_StartsRuns_UntilItsStopExpressionHolds()
    {
        var cron = (CronWorkflow)await engine.Workflows.CreateResourceAsync(Namespaces.Default, Cron("each-second"), Token);
        var run = await FirstRunAsync("each-second");
        var ended = await engine.WaitAsync(run);
        await LookAsync("each-second");

        Assert.Equal(WorkflowPhase.Succeeded, ended.Status!.Phase);
        Assert.Equal("each-second", ended.Metadata.Labels!["workflows.argoproj.io/cron-workflow"]);
        Assert.Equal("nightly", ended.Metadata.Labels!["team"]);
        Assert.Equal(cron.Metadata.Uid, ended.Metadata.OwnerReferences!.Single().Uid);
        var slot = DateTimeOffset.Parse(ended.Metadata.Annotations!["workflows.argoproj.io/scheduled-time"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal($"each-second-{slot.ToUnixTimeSeconds()}", ended.Metadata.Name);
        var stopped = (CronWorkflow)await engine.Workflows.GetResourceAsync(new ResourceRef(ResourceKind.CronWorkflow, Namespaces.Default, "each-second"), Token);
        Assert.Equal("Stopped", stopped.Status!.Phase);
        Assert.Equal(1, stopped.Status.Succeeded);
        var ledger = await engine.Workflows.ListCronSlotsAsync(new CronSlotsQuery(Namespaces.Default, "each-second"), Token);
        Assert.Equal("Started", ledger.Items.Single(item => item.RunUid == ended.Metadata.Uid).Outcome);
        Assert.Equal(ledger.Items.Count, ledger.Totals.Values.Sum());
        Assert.Empty(ledger.Upcoming);
    }

    [Fact]
    public async Task Suspended_KeepsItsStatus_AndDeletedForgetsItsLedger()
    {
        var yearly = Cron("yearly") with { Spec = Cron("yearly").Spec with { Schedules = ["0 0 1 1 *"] } };
        await engine.Workflows.CreateResourceAsync(Namespaces.Default, yearly, Token);
        await LookAsync("yearly");

        Assert.Equal(5, (await engine.Workflows.ListCronSlotsAsync(new CronSlotsQuery(Namespaces.Default, "yearly"), Token)).Upcoming.Count);
        var suspended = await engine.Workflows.SetCronSuspendedAsync(Namespaces.Default, "yearly", suspended: true, Token);
        Assert.Equal((true, 0L), (suspended.Spec.Suspend, suspended.Status!.Failed));
        Assert.Empty((await engine.Workflows.ListCronSlotsAsync(new CronSlotsQuery(Namespaces.Default, "yearly"), Token)).Upcoming);

        var updated = (CronWorkflow)await engine.Workflows.UpdateResourceAsync(Namespaces.Default, yearly, Token);
        Assert.NotNull(updated.Status);

        await engine.Workflows.DeleteResourceAsync(new ResourceRef(ResourceKind.CronWorkflow, Namespaces.Default, "yearly"), Token);
        await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.ListCronSlotsAsync(new CronSlotsQuery(Namespaces.Default, "yearly"), Token));
    }

    /// <summary>What the engine writes in between is nothing that a user could have seen or wants to change.</summary>
    [Fact]
    public async Task Update_OfWhatWasRead_Succeeds_WhenOnlyTheEngineWroteSince()
    {
        var yearly = Cron("read-before") with { Spec = Cron("read-before").Spec with { Schedules = ["0 0 1 1 *"] } };
        var read = (CronWorkflow)await engine.Workflows.CreateResourceAsync(Namespaces.Default, yearly, Token);
        await LookAsync("read-before");
        var noted = await engine.Workflows.GetResourceAsync(new ResourceRef(ResourceKind.CronWorkflow, Namespaces.Default, "read-before"), Token);
        Assert.NotEqual(read.Metadata.ResourceVersion, noted.Metadata.ResourceVersion);
        Assert.DoesNotContain("user-version", string.Join(' ', noted.Metadata.Annotations?.Keys ?? []), StringComparison.Ordinal);

        var updated = await engine.Workflows.UpdateResourceAsync(Namespaces.Default, read with { Spec = read.Spec with { Timezone = "Europe/Berlin" } }, Token);

        Assert.Equal("Europe/Berlin", ((CronWorkflow)updated).Spec.Timezone);
        var late = await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.UpdateResourceAsync(Namespaces.Default, read, Token));
        Assert.Equal(KreweErrorCode.Aborted, late.Code);
    }

    [Fact]
    public async Task Annotation_ThatMeansNothing_IsRefused()
    {
        var cron = Cron("odd");
        var odd = cron with { Metadata = cron.Metadata with { Annotations = new Dictionary<string, string> { ["cronworkflows.krewe.dev/catch-up"] = "some" } } };

        var refused = await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.CreateResourceAsync(Namespaces.Default, odd, Token));

        Assert.Equal("annotation cronworkflows.krewe.dev/catch-up is \"some\"; it can be last, none or all", refused.Message);
    }

    private Task LookAsync(string name) => engine.Services.GetRequiredService<IGrainFactory>().GetGrain<ICronGrain>($"{Namespaces.Default}/{name}").Ensure();

    private async Task<Workflow> FirstRunAsync(string cron)
    {
        var query = new ListRunsQuery { Namespace = Namespaces.Default, LabelSelector = $"workflows.argoproj.io/cron-workflow={cron}" };
        await foreach (var update in engine.Workflows.WatchListAsync(query, Token))
        {
            return update.Object;
        }

        throw new InvalidOperationException("the list ended");
    }

    private static CronWorkflow Cron(string name) => ManifestReader.Strict.Read($$$"""
        apiVersion: argoproj.io/v1alpha1
        kind: CronWorkflow
        metadata: {name: {{{name}}}}
        spec:
          schedules: ["@every 1s"]
          concurrencyPolicy: Forbid
          stopStrategy: {expression: cronworkflow.succeeded >= 1}
          workflowMetadata: {labels: {team: nightly}}
          workflowSpec:
            entrypoint: main
            templates:
              - name: main
                container: {image: busybox, command: [echo], args: ["{{workflow.scheduledTime}}"]}
        """, "cron.yaml").Of<CronWorkflow>().Single();
}
