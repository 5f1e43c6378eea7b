using Krewe.Model;

namespace Krewe.Engine.Tests;

/// <summary>Details in which a working workflow would notice a difference to Argo.</summary>
public sealed class ArgoBehaviourTests
{
    private const string Head = "kind: Workflow\nmetadata: {name: f}\nspec:\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FailFastSteps_WaitForTheTurnsThatRun_When_ATurnFails(bool restarts)
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - name: main
                failFast: true
                parallelism: 2
                steps: [[{name: a, template: t, withItems: [1, 2, 3]}]]
              - {name: t, retryStrategy: {limit: 0}, container: {image: x, command: [run]}}
            """);
        run.End("a(0:1)(0)", NodePhase.Failed);
        if (restarts)
        {
            run.Restart();
        }

        Assert.Equal("a(1:2)(0)", run.Node(Assert.Single(run.Started).NodeName).DisplayName);
        Assert.Equal(WorkflowPhase.Running, run.State.Phase);
        run.End("a(1:2)(0)");

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.Equal((NodePhase.Succeeded, NodePhase.Failed), (run.Node("a(1:2)").Phase, run.Node("a(0:1)").Phase));
        Assert.Null(run.Find("a(2:3)"));
    }

    [Fact]
    public void FailFastTemplate_EndsWithoutItsWaitingTurns_When_AChildFails()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - name: main
                failFast: true
                parallelism: 1
                steps: [[{name: a, template: t, withItems: [1, 2, 3]}]]
              - {name: t, container: {image: x, command: [run]}}
            """);
        run.End("a(0:1)", NodePhase.Failed);

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.Equal("template has failed or errored children and failFast enabled", run.State.Message);
        Assert.Equal(NodePhase.Failed, run.Node("[0]").Phase);
        Assert.Null(run.Find("a(1:2)"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FailFastDag_WaitsForWhatRuns_When_AChildFails(bool restarts)
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - name: main
                failFast: true
                parallelism: 2
                dag: {tasks: [{name: a, template: t}, {name: b, template: t}, {name: c, template: t}]}
              - {name: t, container: {image: x, command: [run]}}
            """);
        run.End("a", NodePhase.Failed);
        if (restarts)
        {
            run.Restart();
        }

        Assert.Equal(WorkflowPhase.Running, run.State.Phase);
        run.End("b");

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.Equal(NodePhase.Succeeded, run.Node("b").Phase);
        Assert.Null(run.Find("c"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Loop_EndsTheTurnsThatRun_When_StoppedAfterARestart(bool stopFirst)
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - {name: main, steps: [[{name: a, template: t, withItems: [1, 2]}]]}
              - {name: t, steps: [[{name: b, template: u}]]}
              - {name: u, suspend: {}}
            """);
        if (stopFirst)
        {
            run.Send(new StopRun { Now = run.Now });
        }

        run.Restart();
        run.Send(new StopRun { Now = run.Now });

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.All(run.State.Nodes.Values, node => Assert.True(node.IsFulfilled, node.Name));
    }

    [Fact]
    public void LoopInSteps_HasTheIdOfItsGroup()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - name: main
                steps:
                - - {name: a, template: t, withItems: [1], arguments: {parameters: [{name: p, value: x}]}}
                - - {name: b, template: t, arguments: {parameters: [{name: p, value: "{{steps.a.id}}"}]}}
              - {name: t, inputs: {parameters: [{name: p}]}, container: {image: x, command: ["{{inputs.parameters.p}}"]}}
            """);
        run.End("a(0:1)");

        Assert.Equal([run.Node("[0]").Id], Assert.Single(run.Started).Template.Container!.Command!);
    }

    [Fact]
    public void Argument_SaysWhatIsAbsent_When_ItsProducerWasSkipped()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - name: main
                dag:
                  tasks:
                  - {name: a, template: t, when: "1 == 2", arguments: {parameters: [{name: p, value: x}]}}
                  - {name: b, template: t, dependencies: [a], arguments: {parameters: [{name: p, value: "{{tasks.a.outputs.parameters.x}}"}]}}
              - name: t
                inputs: {parameters: [{name: p}]}
                outputs: {parameters: [{name: x, valueFrom: {path: /x}}]}
                container: {image: x, command: [run]}
            """);

        Assert.Equal(NodePhase.Error, run.Node("b").Phase);
        Assert.Contains("absent optional", run.Node("b").Message!, StringComparison.Ordinal);
    }

    [Fact]
    public void FailingExpression_HarmsNobody_When_ItsCallIsNotMade()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              arguments: {parameters: [{name: data, value: ""}]}
              templates:
              - name: main
                dag:
                  tasks:
                  - name: a
                    template: t
                    when: "{{= workflow.parameters.data != '' }}"
                    arguments: {parameters: [{name: p, value: "{{= jsonpath(workflow.parameters.data, '$.id') }}"}]}
              - {name: t, inputs: {parameters: [{name: p}]}, container: {image: x, command: [run]}}
            """);

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Equal(NodePhase.Skipped, run.Node("a").Phase);
    }

    [Fact]
    public void InlineTemplate_IsStoredAsWritten_And_RunSubstituted()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: f}
            spec: {workflowTemplateRef: {name: lib}, entrypoint: start, templates: [{name: start, steps: [[{name: s, templateRef: {name: lib, template: main}}]]}]}
            ---
            kind: WorkflowTemplate
            metadata: {name: lib}
            spec:
              entrypoint: main
              templates:
              - name: main
                inputs: {parameters: [{name: p, value: v}]}
                steps: [[{name: a, inline: {container: {image: x, command: ["{{inputs.parameters.p}}"]}}}]]
            """);

        Assert.Equal(["v"], Assert.Single(run.Started).Template.Container!.Command!);
        Assert.Equal(["{{inputs.parameters.p}}"], run.State.StoredTemplates["namespaced/lib/inline/a"].Container!.Command!);
    }

    [Fact]
    public void SuspendInput_OffersItsEnum()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates: [{name: main, inputs: {parameters: [{name: p, value: '{"enum": ["one", "two"]}'}, {name: q, value: plain}]}, suspend: {}}]
            """);
        var inputs = run.Node("f").Inputs!.Parameters!;

        Assert.Equal(["one", "two"], inputs[0].Enum!);
        Assert.Null(inputs[1].Enum);
        Assert.Equal(NodePhase.Running, run.Node("f").Phase);
    }

    [Fact]
    public void Memo_ErrorsTheNode_When_TheCacheCannotBeUsed()
    {
        var run = new RunDriver { Lookups = l => new LookupCompleted { Now = default, LookupId = l.LookupId, Error = "not a cache" } };
        run.Submit(Head + "  entrypoint: main\n  templates: [{name: main, memoize: {key: k1, cache: {configMap: {name: c}}}, container: {image: x, command: [run]}}]");

        Assert.Equal(WorkflowPhase.Error, run.State.Phase);
        Assert.Equal("not a cache", run.Node("f").Message);
        Assert.Empty(run.Started);
    }

    [Fact]
    public void RunLocks_FailTheRun_When_TheyCannotBeHad()
    {
        var run = new RunDriver { GrantsLocks = false };
        run.Submit(Head + "  entrypoint: main\n  synchronization: {mutexes: [{name: m}]}\n  templates: [{name: main, container: {image: x, command: [run]}}]");
        run.Send(new LocksWaiting { Now = run.Now, HolderKey = "default/f", Error = "no such table" });

        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.Equal("Failed to acquire the synchronization lock. no such table", run.State.Message);
    }

    [Fact]
    public void LateLocks_AreGivenBack_When_NobodyWaitsAnyMore()
    {
        var run = new RunDriver { GrantsLocks = false };
        run.Submit(Head + "  entrypoint: main\n  templates: [{name: main, synchronization: {mutexes: [{name: m}]}, container: {image: x, command: [run]}}]");
        run.Send(new TerminateRun { Now = run.Now });
        Assert.True(run.State.IsCompleted);
        run.Effects.Clear();
        var decision = run.Send(new LocksGranted { Now = run.Now, HolderKey = "default/f/f" });

        Assert.Equal("default/f/f", Assert.IsType<ReleaseLocks>(Assert.Single(decision.Effects, e => e is ReleaseLocks)).HolderKey);
        Assert.Empty(decision.Events);
    }

    [Fact]
    public void PodMetadata_OfTheReferencedResource_IsOnItsPods()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: f}
            spec:
              entrypoint: main
              podMetadata: {labels: {mine: a, both: mine}}
              templates: [{name: main, steps: [[{name: a, templateRef: {name: lib, template: t}}]]}]
            ---
            kind: WorkflowTemplate
            metadata: {name: lib}
            spec:
              podMetadata: {labels: {theirs: b, both: theirs}, annotations: {note: c}}
              templates: [{name: t, container: {image: x, command: [run]}}]
            """);
        var order = Assert.Single(run.Started);

        Assert.Equal(("a", "b", "mine"), (order.Labels["mine"], order.Labels["theirs"], order.Labels["both"]));
        Assert.Equal("c", order.Annotations["note"]);
    }

    [Fact]
    public void PodNames_FollowTheSetting()
    {
        const string Yaml = Head + "  entrypoint: main\n  templates: [{name: main, container: {image: x, command: [run]}}]";
        var old = RunDriver.Create(Yaml, new RunConfig { PodNameFormat = "v1" });

        Assert.Equal("f", Assert.Single(old.Started).PodName);
        Assert.Equal("v1", old.Workflow.Metadata.Annotations!["workflows.argoproj.io/pod-name-format"]);
        Assert.NotEqual("v1", RunDriver.Create(Yaml).Workflow.Metadata.Annotations!["workflows.argoproj.io/pod-name-format"]);
    }

    [Fact]
    public void Estimates_AreShownOnTheNodes()
    {
        var run = new RunDriver();
        var workflow = ManifestReader.Lenient.Read(Head + "  entrypoint: main\n  templates: [{name: main, dag: {tasks: [{name: a, template: t}]}}, {name: t, container: {image: x, command: [run]}}]").Of<Workflow>().Single();
        run.Send(new CreateRun
        {
            Now = run.Now,
            Workflow = workflow with { Metadata = workflow.Metadata with { Namespace = "default", Uid = "u" } },
            Estimates = new Dictionary<string, int> { [""] = 9, [".a"] = 7 },
        });
        run.Restart(snapshot: true);

        Assert.Equal(9, run.Workflow.Status!.EstimatedDuration);
        Assert.Equal(9, run.Workflow.Status.Nodes!["f"].EstimatedDuration);
        Assert.Equal(7, run.Workflow.Status.Nodes[run.Node("a").Id].EstimatedDuration);
    }

    [Fact]
    public void Expressions_SeeTheMomentOfTheDecision()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates: [{name: main, container: {image: x, command: ["{{=string(now().Unix())}}", "{{=string(now().Year())}}"]}}]
            """);

        Assert.Equal([run.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), "2026"], Assert.Single(run.Started).Template.Container!.Command!);
    }

    [Fact]
    public void Expressions_SeeGlobalOutputsThatCameLater()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - name: main
                steps:
                - - {name: a, template: t, arguments: {parameters: [{name: p, value: "{{=workflow.name}}"}]}}
                - - {name: b, template: t, arguments: {parameters: [{name: p, value: "{{=workflow.outputs.parameters.g}}"}]}}
              - name: t
                inputs: {parameters: [{name: p}]}
                outputs: {parameters: [{name: o, globalName: g, valueFrom: {path: /o}}]}
                container: {image: x, command: ["{{inputs.parameters.p}}"]}
            """);
        run.End("a", outputs: ("o", "seen"));

        Assert.Equal(["seen"], Assert.Single(run.Started).Template.Container!.Command!);
    }

    [Fact]
    public void StopWithSelector_FailsTheChosenNodeOnly()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - {name: main, dag: {tasks: [{name: a, template: s}, {name: b, template: s}]}}
              - {name: s, suspend: {}}
            """);
        run.Send(new StopRun { Now = run.Now, Selector = "displayName=a", Message = "no" });

        Assert.Null(run.Rejection);
        Assert.Equal((NodePhase.Failed, "no"), (run.Node("a").Phase, run.Node("a").Message));
        Assert.Equal(NodePhase.Running, run.Node("b").Phase);
        run.Send(new StopRun { Now = run.Now, Selector = "displayName=none" });
        Assert.NotNull(run.Rejection);
        Assert.Equal("", run.State.Shutdown);
    }

    [Theory]
    [InlineData("http: {url: 'http://{{inputs.parameters.p}}'}", NodeType.Http, true)]
    [InlineData("data: {source: {artifactPaths: {name: in, s3: {key: '{{inputs.parameters.p}}'}}}, transformation: [{expression: 'data'}]}", NodeType.Pod, true)]
    [InlineData("resource: {action: get, manifest: '{{inputs.parameters.p}}'}", NodeType.Pod, false)]
    [InlineData("plugin: {hello: {to: '{{inputs.parameters.p}}'}}", NodeType.Plugin, false)]
    public void Leaf_IsOrderedWithItsValues(string template, string type, bool captured)
    {
        var run = RunDriver.Create(Head + "  entrypoint: main\n  arguments: {parameters: [{name: p, value: v}]}\n  templates: [{name: main, inputs: {parameters: [{name: p}]}, " + template + "}]");
        var order = Assert.Single(run.Started);
        var text = System.Text.Json.JsonSerializer.Serialize(order.Template, ModelJson.Default.Template);

        Assert.Equal((type, captured), (order.NodeType, order.CaptureResult));
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        run.End("f", result: "done");
        Assert.Equal("done", run.Node("f").Outputs!.Result);
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }

    [Fact]
    public void GivenStatus_IsTakenUp_When_ItsRootStillRuns()
    {
        var run = RunDriver.Create(Head + """
              entrypoint: main
              templates:
              - {name: main, dag: {tasks: [{name: a, template: t}]}}
              - {name: t, container: {image: x, command: [run]}}
            status:
              phase: Succeeded
              startedAt: "2026-01-01T00:00:00Z"
              nodes: {f: {name: f, displayName: f, type: DAG, phase: Running, templateName: main, startedAt: "2026-01-01T00:00:00Z"}}
            """);

        run.End("a");
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Equal("f", run.Workflow.Status!.Nodes!["f"].Id);
        Assert.Equal(NodePhase.Succeeded, run.Node("f").Phase);
        Assert.Equal("False", run.State.Conditions["PodRunning"].Status);
    }
}
