using Krewe.Client;
using Krewe.Model;

namespace Krewe.Hosting.Tests;

public sealed class ConfigTests
{
    private const string Hold = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {name: NAME}
        spec:
          priority: PRIORITY
          entrypoint: main
          templates:
            - {name: main, suspend: {}}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Workflow Holding(string name, int priority) =>
        EngineFixture.Read(Hold.Replace("NAME", name, StringComparison.Ordinal).Replace("PRIORITY", priority.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunsAtWork_Are_Limited_And_The_Most_Urgent_Is_Next(bool ofNamespace)
    {
        await using var engine = new EngineFixture(ofNamespace ? new ControllerConfig { NamespaceParallelism = 1 } : new ControllerConfig { Parallelism = 1 });
        await engine.InitializeAsync();
        var first = await engine.SubmitAsync(Holding("first", 0));
        await engine.WaitForAsync(first, run => run.Status?.Phase == WorkflowPhase.Running);
        var patient = await engine.SubmitAsync(Holding("patient", 0));
        var urgent = await engine.SubmitAsync(Holding("urgent", 5));

        Assert.Equal(WorkflowPhase.Pending, (await engine.Workflows.GetAsync(EngineFixture.RefOf(urgent), Token)).Status?.Phase);
        await engine.Workflows.ResumeAsync(EngineFixture.RefOf(first), new ResumeOptions(), Token);
        await engine.WaitForAsync(urgent, run => run.Status?.Phase == WorkflowPhase.Running);

        Assert.Equal(WorkflowPhase.Pending, (await engine.Workflows.GetAsync(EngineFixture.RefOf(patient), Token)).Status?.Phase);
        await engine.Workflows.DeleteAsync(EngineFixture.RefOf(urgent), new DeleteOptions(), Token);
        await engine.WaitForAsync(patient, run => run.Status?.Phase == WorkflowPhase.Running);
    }

    [Fact]
    public async Task EndedRuns_Beyond_The_Number_To_Keep_Are_Deleted()
    {
        await using var engine = new EngineFixture(new ControllerConfig { RetentionPolicy = new RetentionPolicy { Completed = 1 } });
        await engine.InitializeAsync();
        foreach (var name in (string[])["oldest", "old", "newest"])
        {
            var run = await engine.SubmitAsync(Holding(name, 0));
            await engine.Workflows.ResumeAsync(EngineFixture.RefOf(run), new ResumeOptions(), Token);
            await engine.WaitAsync(run);
        }

        var failed = await engine.SubmitAsync(Holding("failed", 0));
        await engine.Workflows.TerminateAsync(EngineFixture.RefOf(failed), Token);

        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        IReadOnlyList<Workflow> left;
        do
        {
            left = (await engine.Workflows.ListAsync(new ListRunsQuery(), Token)).Items;
        }
        while (left.Count > 2 && await tick.WaitForNextTickAsync(Token));
        Assert.Equal(["failed", "newest"], left.Select(run => run.Metadata.Name).Order());
    }

    [Fact]
    public async Task RestrictedUsers_Run_Templates_Only()
    {
        await using var engine = new EngineFixture(new ControllerConfig { WorkflowRestrictions = new WorkflowRestrictions { TemplateReferencing = "Strict" } });
        await engine.InitializeAsync();
        var plain = await Assert.ThrowsAsync<KreweException>(() => engine.SubmitAsync(Holding("own", 0)));
        var patched = EngineFixture.Read("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: patched}
            spec: {workflowTemplateRef: {name: t}, serviceAccountName: admin}
            """);
        var refused = await Assert.ThrowsAsync<KreweException>(() => engine.SubmitAsync(patched));

        Assert.Contains("must use workflowTemplateRef", plain.Message, StringComparison.Ordinal);
        Assert.Contains("[ServiceAccountName]", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_Have_The_Defaults_And_An_Estimate()
    {
        var defaults = new Workflow { Metadata = new ObjectMeta { Labels = new Dictionary<string, string> { ["team"] = "a" } } };
        await using var engine = new EngineFixture(new ControllerConfig { WorkflowDefaults = defaults });
        await engine.InitializeAsync();
        var template = new WorkflowTemplate { Metadata = new ObjectMeta { Name = "t" }, Spec = Holding("x", 0).Spec };
        await engine.Workflows.CreateResourceAsync(Namespaces.Default, template, Token);
        var request = new SubmitRequest { Namespace = Namespaces.Default, ResourceKind = "workflowtemplate", ResourceName = "t" };

        var first = await engine.Workflows.SubmitAsync(request, Token);
        await engine.Workflows.ResumeAsync(EngineFixture.RefOf(first), new ResumeOptions(), Token);
        await engine.WaitAsync(first);
        var second = await engine.Workflows.SubmitAsync(request, Token);

        Assert.Null(first.Status?.EstimatedDuration);
        Assert.Equal("a", first.Metadata.Labels?["team"]);
        Assert.Equal(1, second.Status?.EstimatedDuration);
        Assert.Equal(1, second.Status?.Nodes?[second.Metadata.Name!].EstimatedDuration);
    }
}
