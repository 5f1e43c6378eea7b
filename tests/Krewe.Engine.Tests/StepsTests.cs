using Krewe.Model;

namespace Krewe.Engine.Tests;

public sealed class StepsTests
{
    private const string TwoSteps = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {name: two}
        spec:
          entrypoint: main
          templates:
          - name: main
            steps:
            - - name: a
                template: say
                arguments: {parameters: [{name: m, value: hello}]}
            - - name: b
                template: say
                arguments: {parameters: [{name: m, value: "{{steps.a.outputs.result}}"}]}
              - name: c
                template: say
                when: "{{steps.a.outputs.result}} == no"
                arguments: {parameters: [{name: m, value: x}]}
          - name: say
            inputs: {parameters: [{name: m}]}
            container: {image: alpine, command: [echo, "{{inputs.parameters.m}}"]}
        """;

    [Fact]
    public void Steps_RunInOrder_When_EachGroupEnds()
    {
        var run = RunDriver.Create(TwoSteps);

        var first = Assert.Single(run.Started);
        Assert.Equal("two[0].a", first.NodeName);
        Assert.Equal(["echo", "hello"], first.Template.Container!.Command!);
        Assert.True(first.CaptureResult);
        Assert.Equal("two/" + first.PodName, first.ArchiveKeyPrefix);

        run.End("a", result: "bye");

        var second = Assert.Single(run.Started);
        Assert.Equal(["echo", "bye"], second.Template.Container!.Command!);
        Assert.False(second.CaptureResult);
        Assert.Equal(NodePhase.Skipped, run.Node("c").Phase);
        Assert.Equal("when 'bye == no' evaluated false", run.Node("c").Message);

        run.End("b");

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Contains(run.Effects, e => e is RunCompleted { Phase: WorkflowPhase.Succeeded });
        Assert.Equal("true", run.Workflow.Metadata.Labels!["workflows.argoproj.io/completed"]);
        Assert.Equal("2/2", run.Workflow.Status!.Progress);
    }

    [Fact]
    public void Steps_FailWithChildMessage_When_AStepFails()
    {
        var run = RunDriver.Create(TwoSteps);

        run.End("a", NodePhase.Failed, "main: Error (exit code 1)");

        var a = run.Node("a");
        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        Assert.Equal($"child '{a.Id}' failed", run.State.Message);
        Assert.Equal(NodePhase.Failed, run.Node("[0]").Phase);
        Assert.Null(run.Find("[1]"));
    }

    [Fact]
    public void Steps_GraphMatchesArgo_When_Done()
    {
        var run = RunDriver.Create(TwoSteps);
        run.End("a", result: "no");
        run.RunToEnd();

        var root = run.Node("two");
        var group0 = run.Node("two[0]");
        var group1 = run.Node("two[1]");
        Assert.Equal([group0.Id], root.Children);
        Assert.Equal([run.Node("a").Id], group0.Children);
        Assert.Equal([group1.Id], run.Node("a").Children);
        Assert.Equal([run.Node("b").Id, run.Node("c").Id], group1.Children);
        Assert.Equal([run.Node("b").Id, run.Node("c").Id], root.OutboundNodes!);
        Assert.Equal("two", run.Node("b").BoundaryId);
        Assert.Equal("local/two", run.Node("b").TemplateScope);
    }

    [Fact]
    public void Steps_ContinueOnFailed_When_Asked()
    {
        var run = RunDriver.Create("""
            metadata: {name: w}
            kind: Workflow
            spec:
              entrypoint: main
              templates:
              - name: main
                steps:
                - - {name: a, template: t, continueOn: {failed: true}}
                - - {name: b, template: t, when: "{{steps.a.status}} == Failed"}
              - {name: t, container: {image: x, command: [run]}}
            """);

        run.End("a", NodePhase.Failed);
        run.End("b");

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }

    [Fact]
    public void Arguments_FailTheRun_When_NotSupplied()
    {
        var run = RunDriver.Create("""
            metadata: {name: w}
            kind: Workflow
            spec:
              entrypoint: main
              templates:
              - {name: main, inputs: {parameters: [{name: p}]}, container: {image: x, command: ["{{inputs.parameters.p}}"]}}
            """);

        Assert.Equal(WorkflowPhase.Error, run.State.Phase);
        Assert.Equal("error in entry template execution: inputs.parameters.p was not supplied", run.State.Message);
    }

    [Fact]
    public void Arguments_UseGlobalsAndDefaults_When_Present()
    {
        var run = RunDriver.Create("""
            metadata: {name: w}
            kind: Workflow
            spec:
              entrypoint: main
              arguments: {parameters: [{name: g, value: "1"}]}
              templates:
              - name: main
                inputs: {parameters: [{name: p, default: "{{workflow.parameters.g}}-{{workflow.name}}"}]}
                script: {image: x, command: [sh], source: "echo {{inputs.parameters.p}} {{=asInt(workflow.parameters.g) + 1}} {{pod.name}}"}
            """);

        Assert.Equal("echo 1-w 2 w", Assert.Single(run.Started).Template.Script!.Source);
    }

    [Fact]
    public void Outputs_AreTakenFromSteps_When_TemplateDeclaresThem()
    {
        var run = RunDriver.Create("""
            metadata: {name: w}
            kind: Workflow
            spec:
              entrypoint: main
              templates:
              - name: main
                outputs:
                  parameters:
                  - {name: o, valueFrom: {parameter: "{{steps.a.outputs.parameters.x}}"}, globalName: lifted}
                  - {name: e, valueFrom: {expression: "steps.a.outputs.parameters.x + '!'"}}
                  - {name: d, valueFrom: {parameter: "{{steps.skipped.outputs.parameters.x}}", default: none}}
                steps:
                - - {name: a, template: t}
                  - {name: skipped, template: t, when: "1 == 2"}
              - {name: t, outputs: {parameters: [{name: x, valueFrom: {path: /x}}]}, container: {image: x, command: [run]}}
            """);

        run.End("a", outputs: ("x", "7"));

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Equal(["7", "7!", "none"], run.Node("w").Outputs!.Parameters!.Select(p => p.Value!));
        Assert.Equal("lifted", Assert.Single(run.State.Outputs!.Parameters!).Name);
    }
}
