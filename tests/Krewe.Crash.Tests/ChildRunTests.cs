using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Crash.Tests;

/// <summary>Child runs when the engine dies between the child's life and the parent's record of it.</summary>
public sealed class ChildRunTests
{
    private const string Yaml = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: parent-}
        spec:
          entrypoint: call
          templates:
            - name: call
              workflow:
                arguments: {parameters: [{name: gate, value: "{{workflow.name}}"}]}
                spec:
                  entrypoint: work
                  arguments: {parameters: [{name: gate}]}
                  templates:
                    - name: work
                      script:
                        image: alpine
                        command: [bash]
                        source: |
                          export ARGO_WORKFLOW_NAME={{workflow.parameters.gate}}
                          @begin@
                          @gate@
                          echo -n done > /tmp/word
                          @end@
                      outputs: {parameters: [{name: word, globalName: word, valueFrom: {path: /tmp/word}}]}
              outputs: {parameters: [{name: word, valueFrom: {parameter: word}}]}
        """;

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Child_IsFoundAgain_WhenTheEngineIsKilledWhileItRuns()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await SubmitAsync(engine, cancellation);
        await Poll.UntilAsync(() => engine.Ledger.Count(run.Name, "start") > 0, cancellation);
        await engine.RestartAsync(cancellation);
        Scripts.OpenGate(engine, run.Name);

        await HoldsAsync(engine, run, cancellation);
    }

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task EndOfTheChild_ReachesTheParent_WhenItsStepEndedWhileNoEngineWasThere()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await SubmitAsync(engine, cancellation);
        await Poll.UntilAsync(() => engine.Ledger.Count(run.Name, "start") > 0, cancellation);
        await engine.KillAsync();
        Scripts.OpenGate(engine, run.Name);
        await Poll.UntilAsync(() => engine.Ledger.Count(run.Name, "end") > 0, cancellation);
        await engine.StartAsync(cancellation);

        await HoldsAsync(engine, run, cancellation);
    }

    [Theory(Timeout = CrashSettings.Longest)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task OneChildIsStarted_WhenTheEngineIsKilledAsItStarts(int changes)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await SubmitAsync(engine, cancellation);
        if (changes > 0)
        {
            // At the given change of the list: the parent's record, the child's first, the child's next.
            var seen = 0;
            await foreach (var _ in engine.Client.WatchListAsync(new ListRunsQuery { Namespace = Namespaces.Default }, cancellation))
            {
                if (++seen >= changes)
                {
                    break;
                }
            }
        }

        await engine.RestartAsync(cancellation);
        Scripts.OpenGate(engine, run.Name);

        await HoldsAsync(engine, run, cancellation);
    }

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task StopOfTheParent_ReachesTheChild_WhenTheEngineIsKilledRightAfter()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await SubmitAsync(engine, cancellation);
        await Poll.UntilAsync(() => engine.Ledger.Count(run.Name, "start") > 0, cancellation);
        await engine.Client.TerminateAsync(run, cancellation);
        await engine.RestartAsync(cancellation);

        var children = await ChildrenAsync(engine, run, cancellation);
        await foreach (var update in engine.Client.WatchAsync(RefOf(Assert.Single(children)), new WatchOptions(), cancellation))
        {
            children = [update.Object];
        }

        Assert.Equal(WorkflowPhase.Failed, Assert.Single(children).Status?.Phase);
    }

    private static async Task<RunRef> SubmitAsync(EngineProcess engine, CancellationToken cancellationToken) =>
        RefOf(await engine.Client.CreateAsync(new CreateRunRequest { Namespace = Namespaces.Default, Workflow = Scripts.Read(Yaml, engine) }, cancellationToken));

    private static RunRef RefOf(Workflow run) => new(Namespaces.Default, run.Metadata.Name!, run.Metadata.Uid);

    private static async Task<IReadOnlyList<Workflow>> ChildrenAsync(EngineProcess engine, RunRef run, CancellationToken cancellationToken) =>
        (await engine.Client.ListAsync(new ListRunsQuery { Namespace = Namespaces.Default, LabelSelector = $"{ChildRuns.ParentUidLabel}={run.Uid}" }, cancellationToken)).Items ?? [];

    /// <summary>Parent and child succeeded, there is one child, and its step ran once.</summary>
    private static async Task HoldsAsync(EngineProcess engine, RunRef run, CancellationToken cancellationToken)
    {
        Workflow? ended = null;
        await foreach (var update in engine.Client.WatchAsync(run, new WatchOptions(), cancellationToken))
        {
            ended = update.Object;
        }

        var node = Assert.Single(ended!.Status!.Nodes!.Values);
        var child = Assert.Single(await ChildrenAsync(engine, run, cancellationToken));
        Assert.True(ended.Status.Phase == WorkflowPhase.Succeeded, $"{ended.Status.Phase}: {ended.Status.Message}");
        Assert.Equal((WorkflowPhase.Succeeded, node.ChildWorkflow!.Uid), (child.Status?.Phase, child.Metadata.Uid));
        Assert.Equal("done", node.Outputs?.Parameters?.Single().Value);
        Assert.Equal((1, 1), (engine.Ledger.Count(run.Name, "start"), engine.Ledger.Count(run.Name, "end")));
    }
}
