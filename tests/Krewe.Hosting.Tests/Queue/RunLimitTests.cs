using Krewe.Client;
using Krewe.Model;

namespace Krewe.Hosting.Tests;

/// <summary>Submissions past the number of runs that may be there.</summary>
public sealed class RunLimitTests
{
    private const string Waits = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: waits-}
        spec:
          entrypoint: wait
          templates: [{name: wait, suspend: {}}]
        """;

    [Fact]
    public async Task Run_Is_Refused_Past_The_Limit_And_Taken_When_One_Has_Ended()
    {
        await using var engine = new EngineFixture(new ControllerConfig { RunLimit = 2, NamespaceRunLimit = 1 });
        await engine.InitializeAsync();
        var first = await engine.SubmitAsync(Waits);

        var refused = await Assert.ThrowsAsync<KreweException>(() => engine.SubmitAsync(Waits));
        Assert.Equal(KreweErrorCode.ResourceExhausted, refused.Code);
        Assert.Contains("1 runs of namespace 'default' have not ended", refused.Message, StringComparison.Ordinal);
        var elsewhere = EngineFixture.Read(Waits) with { Metadata = new ObjectMeta { GenerateName = "waits-", Namespace = "other" } };
        await engine.Workflows.CreateAsync(new CreateRunRequest { Namespace = "other", Workflow = elsewhere }, TestContext.Current.CancellationToken);
        Assert.Contains("(runLimit)", (await Assert.ThrowsAsync<KreweException>(() => engine.SubmitAsync(Waits))).Message, StringComparison.Ordinal);

        await engine.Workflows.TerminateAsync(EngineFixture.RefOf(first), TestContext.Current.CancellationToken);
        await engine.WaitAsync(first);
        Assert.NotNull((await engine.SubmitAsync(Waits)).Metadata.Uid);
    }
}
