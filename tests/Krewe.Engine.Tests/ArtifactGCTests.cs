using Krewe.Model;

namespace Krewe.Engine.Tests;

/// <summary>Which artifacts go, when, and what the workflow says of it (feature map, 7.9).</summary>
public sealed class ArtifactGCTests
{
    private const string Finalizer = ArtifactGCPolicy.Finalizer;

    private static string Workflow(string strategy, string own = "") => $$"""
        kind: Workflow
        metadata: {name: f, finalizers: [keep]}
        spec:
          entrypoint: main
          artifactGC: {strategy: "{{strategy}}"}
          templates:
          - name: main
            container: {image: x, command: [run]}
            outputs: {artifacts: [{name: a, path: /a}, {name: b, path: /b{{own}}}]}
        """;

    private static RunDriver Finished(string yaml)
    {
        var run = RunDriver.Create(yaml);
        var outputs = new Outputs { Artifacts = [.. run.Started.Single().Template.Outputs!.Artifacts!.Select(a => a with { S3 = new S3Artifact { Key = "f/" + a.Name } })] };
        run.Report("f", NodePhase.Succeeded, outputs: outputs);
        return run;
    }

    private static ArtifactsCollected Answer(RunDriver run, string? error = null) => new()
    {
        Now = run.Now,
        Outcomes = [.. Due(run).Select(a => new CollectedArtifact("f", a, error))],
    };

    private static List<string> Due(RunDriver run) => [.. run.Effects.OfType<CollectArtifacts>().Last().Artifacts.Select(a => a.Artifact.Name!)];

    private static IEnumerable<string> Deleted(RunDriver run) => run.Node("f").Outputs!.Artifacts!.Where(a => a.Deleted == true).Select(a => a.Name!);

    [Theory]
    [InlineData("OnWorkflowCompletion", "", true)]
    [InlineData("OnWorkflowDeletion", "", true)]
    [InlineData("Never", "", false)]
    [InlineData("", "", false)]
    [InlineData("", ", artifactGC: {strategy: OnWorkflowDeletion}", true)]
    [InlineData("Never", ", artifactGC: {strategy: OnWorkflowCompletion}", true)]
    public void Finalizer_IsThere_WhenAnythingIsEverDeleted(string strategy, string own, bool expected) =>
        Assert.Equal(expected ? ["keep", Finalizer] : ["keep"], RunDriver.Create(Workflow(strategy, own)).Workflow.Metadata.Finalizers!);

    [Fact]
    public void Finalizer_ComesWithATemplate_ThatIsReferredTo()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: f}
            spec: {entrypoint: main, templates: [{name: main, steps: [[{name: a, templateRef: {name: lib, template: t}}]]}]}
            ---
            kind: WorkflowTemplate
            metadata: {name: lib}
            spec: {templates: [{name: t, container: {image: x, command: [run]}, outputs: {artifacts: [{name: o, path: /o, artifactGC: {strategy: OnWorkflowDeletion}}]}}]}
            """);

        Assert.Equal([Finalizer], run.Workflow.Metadata.Finalizers!);
    }

    [Fact]
    public void Completion_DeletesWhatGoesWithIt_AndTheFinalizerAfterIt()
    {
        var run = Finished(Workflow("OnWorkflowCompletion"));
        Assert.Equal(["a", "b"], Due(run));
        Assert.True(run.State.IsCollectingArtifacts);

        run.Send(Answer(run));

        Assert.Equal(["a", "b"], Deleted(run));
        Assert.Equal(["keep"], run.Workflow.Metadata.Finalizers!);
        Assert.True(run.Workflow.Status!.ArtifactGCStatus!.StrategiesProcessed!["OnWorkflowCompletion"]);
        Assert.False(run.State.IsCollectingArtifacts);
        Assert.Empty(run.Send(Answer(run)).Events);
    }

    [Fact]
    public void Artifact_ThatGoesWithTheRun_KeepsTheFinalizer()
    {
        var run = Finished(Workflow("OnWorkflowCompletion", ", artifactGC: {strategy: OnWorkflowDeletion}"));
        Assert.Equal(["a"], Due(run));

        run.Send(Answer(run));

        Assert.Equal(["a"], Deleted(run));
        Assert.Contains(Finalizer, run.Workflow.Metadata.Finalizers!);
        Assert.Equal(["b"], ArtifactGCPolicy.Due(run.Workflow, null, ArtifactGCPolicy.OnWorkflowDeletion).Select(a => a.Artifact.Name));
    }

    [Fact]
    public void Never_OfAnArtifact_Spares_It() => Assert.Equal(["a"], Due(Finished(Workflow("OnWorkflowCompletion", ", artifactGC: {strategy: Never}"))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Restart_AsksAgain_WhileNoAnswerCame(bool snapshot)
    {
        var run = Finished(Workflow("OnWorkflowCompletion"));
        run.Effects.Clear();

        run.Restart(snapshot);
        Assert.Equal(["a", "b"], Due(run));
        run.Send(Answer(run));
        run.Effects.Clear();
        run.Restart(snapshot);

        Assert.DoesNotContain(run.Effects, effect => effect is CollectArtifacts);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(", forceFinalizerRemoval: true", false)]
    public void Failure_IsACondition_AndKeepsTheFinalizerUnlessForced(string force, bool kept)
    {
        var run = Finished(Workflow("OnWorkflowCompletion").Replace("\"}\n", $"\"{force}}}\n", StringComparison.Ordinal));

        run.Send(Answer(run, "no such bucket"));

        var condition = run.Workflow.Status!.Conditions!.Single(c => c.Type == "ArtifactGCError");
        Assert.Contains("no such bucket", condition.Message, StringComparison.Ordinal);
        Assert.Empty(Deleted(run));
        Assert.Equal(kept, run.Workflow.Metadata.Finalizers!.Contains(Finalizer));
    }

    [Fact]
    public void Default_OfAllWorkflows_Counts()
    {
        var defaults = new RunConfig { WorkflowDefaults = new Workflow { Spec = new WorkflowSpec { ArtifactGC = new WorkflowLevelArtifactGC { Strategy = "OnWorkflowCompletion" } } } };
        var run = RunDriver.Create("kind: Workflow\nmetadata: {name: f}\nspec: {entrypoint: m, templates: [{name: m, container: {image: x, command: [run]}, outputs: {artifacts: [{name: a, path: /a}]}}]}", defaults);

        run.Report("f", NodePhase.Succeeded, outputs: new Outputs { Artifacts = [new Artifact { Name = "a", S3 = new S3Artifact { Key = "k" } }] });

        Assert.Equal(["a"], Due(run));
    }
}
