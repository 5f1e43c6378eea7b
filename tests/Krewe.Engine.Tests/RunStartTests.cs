using Krewe.Model;

namespace Krewe.Engine.Tests;

/// <summary>What a run does before its first node, and how it ends.</summary>
public sealed class RunStartTests
{
    private const string Leaf = """
        kind: Workflow
        metadata: {name: wf, namespace: team}
        spec:
          entrypoint: main
          templates:
          - {name: main, container: {image: x, command: [run], args: ["{{workflow.parameters.full}}"]}}
        """;

    private static string With(string spec) => Leaf.Replace("  entrypoint: main\n", "  entrypoint: main\n" + spec, StringComparison.Ordinal);

    [Fact]
    public void Globals_AreSubstitutedInTheSpec_BeforeTheRunBegins()
    {
        var run = RunDriver.Create(With("""
              arguments: {parameters: [{name: full, value: "{{workflow.namespace}}/{{workflow.name}}"}]}
              workflowMetadata:
                labels: {from-name: "{{workflow.name}}"}
                labelsFrom: {computed: {expression: "workflow.labels['from-name'] + '-x'"}}

            """));

        Assert.Equal("team/wf", run.Started.Single().Template.Container!.Args!.Single());
        Assert.Equal("wf", run.Workflow.Metadata.Labels!["from-name"]);
        Assert.Equal("wf-x", run.Workflow.Metadata.Labels!["computed"]);
        Assert.Equal("team/wf", RunEngine.ExecutedSpec(run.State)!.Arguments!.Parameters!.Single().Value);
    }

    [Fact]
    public void WhatIsKnownOnlyLater_StaysInTheSpec()
    {
        var run = RunDriver.Create(With("""
              onExit: bye
              arguments: {parameters: [{name: full, value: "{{workflow.status}}"}]}

            """) + "\n  - {name: bye, inputs: {parameters: [{name: full}]}, container: {image: x, command: [run], args: [\"{{inputs.parameters.full}}\"]}}");
        run.End("wf", NodePhase.Failed);

        Assert.Equal("Failed", run.Started.Single().Template.Container!.Args!.Single());
    }

    [Theory]
    [InlineData("labels: {bad: \"no spaces\"}")]
    [InlineData("labelsFrom: {bad: {expression: \"'no spaces'\"}}")]
    public void LabelValue_ThatKubernetesWouldRefuse_ErrorsTheRun(string metadata)
    {
        var run = RunDriver.Create(With($"  workflowMetadata: {{{metadata}}}\n").Replace("{{workflow.parameters.full}}", "", StringComparison.Ordinal));

        Assert.Equal(WorkflowPhase.Error, run.State.Phase);
        Assert.Contains("invalid label value \"no spaces\" for label \"bad\"", run.State.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DefaultsOfTheController_AreUnderTheWorkflow()
    {
        var defaults = ManifestReader.Lenient.Read("""
            kind: Workflow
            metadata: {labels: {team: default, mine: default}, annotations: {note: default}}
            spec: {activeDeadlineSeconds: 60, serviceAccountName: default}
            """).Of<Workflow>().Single();

        var run = RunDriver.Create(
            With("  serviceAccountName: own\n").Replace("metadata: {name: wf,", "metadata: {name: wf, labels: {mine: own},", StringComparison.Ordinal),
            new RunConfig { WorkflowDefaults = defaults });

        Assert.Equal("default", run.Workflow.Metadata.Labels!["team"]);
        Assert.Equal("own", run.Workflow.Metadata.Labels!["mine"]);
        Assert.Equal("default", run.Workflow.Metadata.Annotations!["note"]);
        Assert.Equal("own", run.Started.Single().ServiceAccountName);
        Assert.Equal(run.Now.AddSeconds(60), run.Started.Single().Deadline);
    }

    [Fact]
    public void ConfigMapThatIsMissing_FailsTheRun()
    {
        var run = new RunDriver { Lookups = lookup => new LookupCompleted { Now = default, LookupId = lookup.LookupId } };
        run.Submit(With("  arguments: {parameters: [{name: full, valueFrom: {configMapKeyRef: {name: cm, key: k}}}]}\n"));

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.StartsWith("failed to set global parameters: failed to set global parameter full from configmap with name cm and key k", run.State.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThrottledRun_WaitsForItsPlace_AndGivesItBack()
    {
        var run = new RunDriver { GrantsLocks = false };
        run.Submit(With("  priority: 7\n"), new RunConfig { IsThrottled = true });
        var asked = Assert.Single(run.Effects.OfType<AcquireLocks>());

        Assert.Equal(("slot/team/wf", 7), (asked.HolderKey, asked.Priority));
        Assert.Equal(["Parallelism", "Parallelism/team"], asked.Locks.Select(item => item.Name));
        Assert.Equal(WorkflowPhase.Pending, run.State.Phase);
        Assert.Contains("too many workflows are already running", run.State.Message, StringComparison.Ordinal);
        Assert.Null(run.Workflow.Status!.Synchronization);
        Assert.Empty(run.Started);

        run.Restart();
        run.Send(new LocksGranted { Now = run.Now, HolderKey = asked.HolderKey });
        Assert.Equal(WorkflowPhase.Running, run.State.Phase);
        Assert.Null(run.Workflow.Status!.Message);
        run.RunToEnd();

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Contains(run.Effects.OfType<ReleaseLocks>(), release => release.HolderKey == asked.HolderKey);
    }

    [Fact]
    public void ThrottledRun_CanBeStopped_BeforeItBegan()
    {
        var run = new RunDriver { GrantsLocks = false };
        run.Submit(Leaf, new RunConfig { IsThrottled = true });

        run.Send(new StopRun { Now = run.Now });

        Assert.Equal((WorkflowPhase.Failed, "Stopped with strategy 'Stop'"), (run.State.Phase, run.State.Message));
        Assert.Contains(run.Effects.OfType<ReleaseLocks>(), release => release.HolderKey == "slot/team/wf");
    }

    [Fact]
    public void Locks_AreAskedForAgain_When_TheFaultPasses()
    {
        var run = new RunDriver { GrantsLocks = false };
        run.Submit(With("  synchronization: {mutexes: [{name: m}]}\n"), new RunConfig { TransientErrorPattern = "no answer from .*" });

        run.Send(new LocksWaiting { Now = run.Now, HolderKey = "team/wf", LockName = "team/Mutex/m", Error = "no answer from the table" });

        Assert.Equal((WorkflowPhase.Pending, "Waiting to acquire the synchronization lock. no answer from the table"), (run.State.Phase, run.State.Message));
        run.Now = RunEngine.NextWakeup(run.State)!.Value;
        run.Send(new TimerDue { Now = run.Now });
        Assert.Equal(2, run.Effects.OfType<AcquireLocks>().Count());
        run.Send(new LocksGranted { Now = run.Now, HolderKey = "team/wf" });
        Assert.Equal(WorkflowPhase.Running, run.State.Phase);
    }

    [Fact]
    public void ExitHandlerThatCannotBeExecuted_ErrorsTheRun()
    {
        var run = RunDriver.Create(With("  onExit: gone\n"));
        run.RunToEnd();

        Assert.Equal(WorkflowPhase.Error, run.State.Phase);
        Assert.Equal("error in exit template execution : template gone not found", run.State.Message);
    }

    [Fact]
    public void Metrics_AreNamedByVariables_AndGrowWhileTheNodeLives()
    {
        var run = RunDriver.Create(Leaf.Replace(
            "name: main,",
            "name: main, metrics: {prometheus: [{name: \"d_{{workflow.name}}\", help: h, labels: [{key: at, value: \"{{status}}\"}], gauge: {realtime: true, value: \"{{duration}}\"}}, {name: silent, help: h, when: \"{{status}} == Failed\", counter: {value: \"1\"}}]},",
            StringComparison.Ordinal));
        var begun = Assert.Single(run.Effects.OfType<EmitMetric>()).Sample;

        Assert.Equal(("d_wf", true, run.Now), (begun.Name, begun.Realtime, begun.GrowsSince));
        run.Now += TimeSpan.FromSeconds(3);
        run.RunToEnd();
        var ended = Assert.Single(run.Effects.OfType<EmitMetric>().Skip(1)).Sample;
        Assert.Equal((3d, (DateTimeOffset?)null, "Succeeded"), (ended.Value, ended.GrowsSince, ended.Labels["at"]));
    }

    [Fact]
    public void MetricWithoutHelp_IsAConditionOfTheRun()
    {
        var run = RunDriver.Create(Leaf.Replace("name: main,", "name: main, metrics: {prometheus: [{name: m, counter: {value: \"1\"}}]},", StringComparison.Ordinal));
        run.RunToEnd();

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Contains("must contain a help string", run.State.Conditions["MetricsError"].Message, StringComparison.Ordinal);
    }
}
