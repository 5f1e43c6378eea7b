using Krewe.Model;

namespace Krewe.Engine.Tests;

public sealed class FeatureTests
{
    private const string Head = "kind: Workflow\nmetadata: {name: f}\nspec:\n";

    [Fact]
    public void Hooks_RunWhileAndAfterTheStep()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - name: main
                steps:
                - - name: a
                    template: t
                    hooks:
                      running: {expression: 'steps["a"].status == "Running"', template: t}
                      exit: {template: say, arguments: {parameters: [{name: p, value: "{{steps.a.outputs.result}}"}]}}
              - {name: t, container: {image: x, command: [run]}}
              - {name: say, inputs: {parameters: [{name: p}]}, container: {image: x, command: ["{{inputs.parameters.p}}"]}}
            """);
        var a = run.Node("a");

        run.Report(a.Id, NodePhase.Running);
        Assert.Contains("f[0].a.hooks.running", run.Started.Select(w => w.NodeName));
        run.End("a", result: "7");
        Assert.Equal(["7"], run.Started.Single(w => w.NodeName == "f[0].a.onExit").Template.Container!.Command!);
        run.End("f[0].a.onExit");
        Assert.Equal(WorkflowPhase.Running, run.State.Phase);
        run.End("f[0].a.hooks.running", NodePhase.Failed);

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.True(run.Node("f[0].a.onExit").Hooked);
    }

    [Fact]
    public void TemplateRef_IsLookedUpAndFrozen()
    {
        var run = new RunDriver
        {
            Lookups = lookup => lookup is LookupTemplate { Name: "lib" } t
                ? new LookupCompleted
                {
                    Now = default,
                    LookupId = t.LookupId,
                    Found = true,
                    Template = ManifestReader.Lenient.Read("kind: WorkflowTemplate\nmetadata: {name: lib}\nspec: {templates: [{name: one, steps: [[{name: in, template: two}]]}, {name: two, container: {image: x, command: [two]}}]}").Of<WorkflowTemplate>().Single(),
                }
                : null,
        };
        run.Submit(Head + """
              entrypoint: main
              templates:
              - name: main
                steps: [[{name: a, templateRef: {name: lib, template: one}}]]
            """);

        Assert.Equal(["two"], Assert.Single(run.Started).Template.Container!.Command!);
        Assert.Equal(["namespaced/lib/one", "namespaced/lib/two"], run.State.StoredTemplates.Keys.Order());
        Assert.Equal("namespaced/lib", run.Node("in").TemplateScope);
        Assert.Equal("local/f", run.Node("a").TemplateScope);
        run.Restart();
        run.RunToEnd();
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }

    [Fact]
    public void WorkflowTemplateRef_RunsTheTemplatesSpec()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: f}
            spec: {workflowTemplateRef: {name: lib}, arguments: {parameters: [{name: p, value: mine}]}}
            ---
            kind: WorkflowTemplate
            metadata: {name: lib}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: p, value: theirs}, {name: q, value: kept}]}
              templates: [{name: main, container: {image: x, command: ["{{workflow.parameters.p}}", "{{workflow.parameters.q}}"]}}]
            """);

        Assert.Equal(["mine", "kept"], Assert.Single(run.Started).Template.Container!.Command!);
        Assert.Equal("lib", run.Workflow.Metadata.Labels!["workflows.argoproj.io/workflow-template"]);
        Assert.Equal("main", run.Workflow.Status!.StoredWorkflowTemplateSpec!.Entrypoint);
    }

    [Fact]
    public void WorkflowTemplateRef_Errors_When_NotFound()
    {
        var run = new RunDriver { Lookups = l => new LookupCompleted { Now = default, LookupId = l.LookupId, Found = false } };
        run.Submit("kind: Workflow\nmetadata: {name: f}\nspec: {workflowTemplateRef: {name: none}}");

        Assert.Equal(WorkflowPhase.Error, run.State.Phase);
        Assert.Equal("workflowtemplates.argoproj.io \"none\" not found", run.State.Message);
    }

    [Fact]
    public void Recursion_Ends_At_TheDepthLimit()
    {
        var run = RunDriver.Create(Head + "  entrypoint: main\n  templates: [{name: main, steps: [[{name: again, template: main}]]}]");

        Assert.True(run.State.IsCompleted);
        Assert.True(run.State.Nodes.Count is > 190 and < 220, $"{run.State.Nodes.Count}");
        Assert.Contains(run.State.Nodes.Values, n => n.Message?.Contains("Maximum recursion depth exceeded", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Daemon_ServesThenIsKilled()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - name: main
                steps:
                - - {name: d, template: daemon}
                - - {name: a, template: say, arguments: {parameters: [{name: p, value: "{{steps.d.ip}}"}]}}
              - {name: daemon, daemon: true, container: {image: x, command: [serve]}}
              - {name: say, inputs: {parameters: [{name: p}]}, container: {image: x, command: ["{{inputs.parameters.p}}"]}}
            """);
        var d = run.Node("d").Id;

        run.Report(d, NodePhase.Running);
        Assert.Single(run.Started);
        run.Report(d, NodePhase.Running, ready: true);
        Assert.Equal(["10.0.0.1"], run.Started.Single(w => w.NodeId != d).Template.Container!.Command!);
        run.End("a");

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Contains(run.Effects, e => e is CancelNode cancel && cancel.NodeId == d);
        Assert.Equal(NodePhase.Succeeded, run.Node("d").Phase);
    }

    private const string RetriedDaemon = Head + """
          entrypoint: main
          templates:
          - name: main
            dag:
              tasks:
              - {name: d, template: daemon}
              - {name: a, dependencies: [d], template: work}
          - {name: daemon, daemon: true, retryStrategy: {limit: 1}, container: {image: x, command: [serve]}}
          - {name: work, container: {image: x, command: [run]}}
        """;

    [Fact]
    public void RetriedDaemon_IsKilledWithItsAttempt()
    {
        var run = RunDriver.Create(RetriedDaemon);
        run.Report(run.Node("d(0)").Id, NodePhase.Running, ready: true);

        run.End("a");

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Contains(run.Effects, e => e is CancelNode cancel && cancel.NodeId == run.Node("d(0)").Id);
        Assert.Equal((NodePhase.Succeeded, NodePhase.Succeeded), (run.Node("d").Phase, run.Node("d(0)").Phase));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    [InlineData(true)]
    public void RetriedDaemon_ThatEndsWhileItIsNeeded_IsStartedAgain(bool? restart)
    {
        var run = RunDriver.Create(RetriedDaemon);
        run.Report(run.Node("d(0)").Id, NodePhase.Running, ready: true);
        if (restart is { } snapshot)
        {
            run.Restart(snapshot);
        }

        run.Report(run.Node("d(0)").Id, NodePhase.Failed, "main: Error (exit code 1)");
        Assert.Contains(run.Started, order => order.NodeName == "f.d(1)");
        Assert.Equal(NodePhase.Running, run.Node("d").Phase);
        run.Report(run.Node("d(1)").Id, NodePhase.Running, ready: true);
        run.End("a");

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Equal((NodePhase.Failed, NodePhase.Succeeded), (run.Node("d(0)").Phase, run.Node("d(1)").Phase));
        Assert.Contains(run.Effects, e => e is CancelNode cancel && cancel.NodeId == run.Node("d(1)").Id);
    }

    [Fact]
    public void RetriedDaemon_ThatStartsAgain_DoesNotOutliveWhatItServes()
    {
        var run = RunDriver.Create(RetriedDaemon);
        run.Report(run.Node("d(0)").Id, NodePhase.Running, ready: true);
        run.Report(run.Node("d(0)").Id, NodePhase.Failed, "main: Error (exit code 1)");

        run.End("a");

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.All(run.State.Nodes.Values, node => Assert.True(NodePhase.IsCompleted(node.Phase), $"{node.Name} {node.Phase}"));
        Assert.Contains(run.Effects, e => e is CancelNode cancel && cancel.NodeId == run.Node("d(1)").Id);
    }

    [Fact]
    public void Mutex_IsTakenAndGivenBack()
    {
        var run = new RunDriver { GrantsLocks = false };
        run.Submit(Head + "  entrypoint: main\n  templates: [{name: main, synchronization: {mutexes: [{name: m}]}, container: {image: x, command: [run]}}]");

        var asked = run.Effects.OfType<AcquireLocks>().Single();
        Assert.Equal("default/f/f", asked.HolderKey);
        Assert.Equal("default/Mutex/m", Assert.Single(asked.Locks).Name);
        Assert.Equal(NodePhase.Pending, run.Node("f").Phase);
        Assert.Equal("default/Mutex/m", run.Workflow.Status!.Nodes!["f"].SynchronizationStatus!.Waiting);
        run.Restart();
        Assert.Equal(2, run.Effects.OfType<AcquireLocks>().Count());
        run.Send(new LocksGranted { Now = run.Now, HolderKey = asked.HolderKey });
        Assert.Equal("default/f/f", run.Workflow.Status!.Synchronization!.Mutex!.Holding![0].Holder);
        run.End("f");

        Assert.Single(run.Effects.OfType<ReleaseLocks>());
        Assert.Null(run.Workflow.Status.Nodes["f"].SynchronizationStatus);
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }

    [Fact]
    public void Memo_HitEndsTheNode_MissFillsTheCache()
    {
        const string Yaml = Head + "  entrypoint: main\n  templates: [{name: main, memoize: {key: k1, cache: {configMap: {name: c}}}, container: {image: x, command: [run]}}]";
        var miss = new RunDriver { Lookups = l => new LookupCompleted { Now = default, LookupId = l.LookupId } };
        miss.Submit(Yaml);
        miss.End("f", result: "r");
        var saved = Assert.Single(miss.Effects.OfType<SaveMemo>());
        Assert.Equal(("c", "k1", "r"), (saved.CacheName, saved.Key, saved.Entry.Outputs!.Result));

        var hit = new RunDriver { Lookups = l => new LookupCompleted { Now = default, LookupId = l.LookupId, Found = true, Memo = saved.Entry } };
        hit.Submit(Yaml);

        Assert.Equal(WorkflowPhase.Succeeded, hit.State.Phase);
        Assert.Empty(hit.Started);
        Assert.True(hit.Node("f").Memoization!.Hit);
        Assert.Equal("r", hit.Node("f").Outputs!.Result);
    }

    [Fact]
    public void ContainerSet_HasANodePerContainer()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - name: main
                containerSet:
                  containers:
                  - {name: a, image: x, command: [run]}
                  - {name: main, image: x, command: [run], dependencies: [a]}
            """);

        Assert.Equal([run.Node("a").Id], run.Node("f").Children);
        Assert.Equal([run.Node("main").Id], run.Node("a").Children);
        run.End("f");

        Assert.Equal(NodePhase.Succeeded, run.Node("main").Phase);
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }

    [Fact]
    public void Metrics_AreEmitted_When_ANodeEnds()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - name: main
                metrics: {prometheus: [{name: count, help: h, when: "{{status}} == Succeeded", labels: [{key: k, value: "{{status}}"}], counter: {value: "2"}}, {name: bad, help: h, counter: {value: x}}]}
                container: {image: x, command: [run]}
            """);
        run.End("f");

        var sample = Assert.Single(run.Effects.OfType<EmitMetric>()).Sample;
        Assert.Equal(("count", 2d, "Succeeded"), (sample.Name, sample.Value, sample.Labels["k"]));
        Assert.Equal("True", run.State.Conditions["MetricsError"].Status);
    }

    [Fact]
    public void ConfigMapParameter_IsLookedUp()
    {
        var run = new RunDriver { Lookups = l => new LookupCompleted { Now = default, LookupId = l.LookupId, Found = true, Value = "v" } };
        run.Submit(Head + """
              entrypoint: main
              arguments: {parameters: [{name: p, valueFrom: {configMapKeyRef: {name: cm, key: k}}}]}
              templates: [{name: main, container: {image: x, command: ["{{workflow.parameters.p}}"]}}]
            """);

        Assert.Equal(["v"], Assert.Single(run.Started).Template.Container!.Command!);
    }

    [Fact]
    public void SkippedProducer_LeavesTheDefault()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - name: main
                dag:
                  tasks:
                  - {name: a, template: t, when: "1 == 2"}
                  - {name: b, template: t, dependencies: [a], arguments: {parameters: [{name: p, value: "{{tasks.a.outputs.parameters.x}}"}]}}
                  - {name: c, template: t, dependencies: [a], arguments: {parameters: [{name: p, value: "{{=tasks.a.outputs.parameters.x ?? 'nil'}}"}]}}
              - name: t
                inputs: {parameters: [{name: p, default: mine}]}
                outputs: {parameters: [{name: x, valueFrom: {path: /x}}]}
                container: {image: x, command: ["{{inputs.parameters.p}}"]}
            """);

        Assert.True(run.Started.Count == 2, run.Json);
        Assert.Equal(["mine", "nil"], run.Started.Select(w => w.Template.Container!.Command![0]));
    }

    [Fact]
    public void InputArtifact_WithALocationOfItsOwn_HasItsTagsFilledIn()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              arguments: {parameters: [{name: part, value: p7}]}
              templates:
              - name: main
                inputs: {parameters: [{name: part}], artifacts: [{name: in, path: /i, s3: {key: "{{workflow.name}}/{{inputs.parameters.part}}"}}]}
                container: {image: x, command: [run]}
            """);

        Assert.Equal("f/p7", Assert.Single(Assert.Single(run.Started).Template.Inputs!.Artifacts!).S3!.Key);
    }

    [Fact]
    public void Artifacts_AreHandedOn()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - name: main
                steps:
                - - {name: a, template: make}
                - - {name: b, template: take, arguments: {artifacts: [{name: in, from: "{{steps.a.outputs.artifacts.out}}", subPath: deep}]}}
              - {name: make, outputs: {artifacts: [{name: out, path: /o}]}, container: {image: x, command: [run]}}
              - {name: take, inputs: {artifacts: [{name: in, path: /i}]}, container: {image: x, command: ["{{inputs.artifacts.in.path}}"]}}
            """);
        run.Report(run.Node("a").Id, NodePhase.Succeeded, outputs: new Outputs { Artifacts = [new Artifact { Name = "out", Path = "/o", S3 = new S3Artifact { Key = "f/a/out" } }] });

        var given = Assert.Single(Assert.Single(run.Started).Template.Inputs!.Artifacts!);
        Assert.Equal(("in", "/i", "f/a/out/deep"), (given.Name, given.Path, given.S3!.Key));
        Assert.Equal(["/i"], run.Started[0].Template.Container!.Command!);
    }
}
