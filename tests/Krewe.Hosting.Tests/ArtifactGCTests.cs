using Krewe.Artifacts;
using Krewe.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Hosting.Tests;

/// <summary>Artifacts that go with the end of a run, or with the run itself.</summary>
public sealed class ArtifactGCTests(EngineFixture engine)
{
    private const string Yaml = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: gc-}
        spec:
          entrypoint: main
          artifactGC: {strategy: OnWorkflowDeletion}
          templates:
          - name: main
            script: {image: busybox, command: [sh], source: "echo 1 > /tmp/gone; mkdir -p /tmp/tree/d; echo 2 > /tmp/tree/d/f; echo 3 > /tmp/kept"}
            outputs:
              artifacts:
              - {name: gone, path: /tmp/gone, artifactGC: {strategy: OnWorkflowCompletion}}
              - {name: tree, path: /tmp/tree, archive: {none: {}}}
              - {name: kept, path: /tmp/kept, artifactGC: {strategy: Never}}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Artifacts_Go_When_Their_Strategy_Says()
    {
        var run = await engine.RunAsync(Yaml);
        var reference = EngineFixture.RefOf(run);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (run.Status!.Nodes!.Values.Single().Outputs!.Artifacts!.All(artifact => artifact.Deleted != true) && await tick.WaitForNextTickAsync(Token))
        {
            // The answer of the deletion is one more commit of a run that has ended: no watch reports it.
            run = await engine.Workflows.GetAsync(reference, Token);
        }

        var node = run.Status.Nodes.Values.Single();
        var keys = node.Outputs!.Artifacts!.ToDictionary(artifact => artifact.Name!, artifact => artifact.S3!.Key!);
        var store = engine.Services.GetRequiredService<IArtifactStore>();
        Assert.Equal(["gone"], node.Outputs.Artifacts!.Where(artifact => artifact.Deleted == true).Select(artifact => artifact.Name));
        Assert.Null(await store.FindAsync(keys["gone"], Token));
        Assert.Contains("artifactGC", (await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.OpenArtifactAsync(new ArtifactRef(reference, node.Id, "gone"), Token))).Message, StringComparison.Ordinal);
        Assert.NotNull(await store.FindAsync(keys["tree"] + "/d/f", Token));
        Assert.Contains("workflows.argoproj.io/artifact-gc", run.Metadata.Finalizers!);

        await engine.Workflows.DeleteAsync(reference, new DeleteOptions(), Token);

        Assert.Null(await store.FindAsync(keys["tree"] + "/d/f", Token));
        Assert.NotNull(await store.FindAsync(keys["kept"], Token));
    }

    [Fact]
    public async Task Run_Is_Kept_When_An_Artifact_Cannot_Be_Deleted()
    {
        var run = await engine.RunAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: gc-}
            spec:
              entrypoint: main
              artifactGC: {strategy: OnWorkflowDeletion}
              templates:
              - {name: main, script: {image: busybox, command: [sh], source: "echo 1 > /tmp/a"}, outputs: {artifacts: [{name: a, path: /tmp/a}]}}
            """);
        var reference = EngineFixture.RefOf(run);
        var folder = Path.Combine(engine.DataFolder, "artifacts", "keys");
        var key = Directory.EnumerateFiles(folder, "f-*", SearchOption.AllDirectories).Single(file => file.Contains(run.Metadata.Name!, StringComparison.Ordinal));
        File.Delete(key);
        Directory.CreateDirectory(Path.Combine(key, "in-the-way"));

        var refused = await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.DeleteAsync(reference, new DeleteOptions(), Token));
        var kept = await engine.Workflows.GetAsync(reference, Token);
        await engine.Workflows.DeleteAsync(reference, new DeleteOptions { Force = true }, Token);

        Assert.Equal(KreweErrorCode.FailedPrecondition, refused.Code);
        Assert.Contains("--force", refused.Message, StringComparison.Ordinal);
        Assert.Equal("ArtifactGCError", Assert.Single(kept.Status!.Conditions!, condition => condition.Type == "ArtifactGCError").Type);
        await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.GetAsync(reference, Token));
    }
}
