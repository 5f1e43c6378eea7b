using Krewe.Model;
using Krewe.Model.Validation;

namespace Krewe.Client.Tests;

/// <summary>Workflows built in code come out as the YAML that one would have written.</summary>
public sealed class WorkflowBuilderTests
{
    [Fact]
    public void Pipeline_Is_As_Short_In_Yaml_As_In_Code()
    {
        var yaml = new WorkflowBuilder("ci-")
            .Parameter("version", "1.0.0")
            .Container("build", "golang:1.24", ["make", "app"], template => template.Input("version").OutputFile("binary", "/tmp/binary").Retry(3, wait: "10s", factor: 2))
            .Script("test", "python:3", ["python3"], "print('ok')", template => template.Input("suite").Deadline(600))
            .Dag("main", dag => dag
                .Task("build", call => call.With("version", Tags.Workflow("version")))
                .Task("test", call => call.After("build").ForEach(["unit", "integration"]).With("suite", Tags.Item)))
            .ToYaml();

        Assert.Equal(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata:
              generateName: ci-
            spec:
              arguments:
                parameters:
                - name: version
                  value: '1.0.0'
              entrypoint: main
              templates:
              - container:
                  command:
                  - make
                  - app
                  image: golang:1.24
                inputs:
                  parameters:
                  - name: version
                name: build
                outputs:
                  parameters:
                  - name: binary
                    valueFrom:
                      path: /tmp/binary
                retryStrategy:
                  backoff:
                    duration: 10s
                    factor: 2
                  limit: 3
              - activeDeadlineSeconds: 600
                inputs:
                  parameters:
                  - name: suite
                name: test
                script:
                  command:
                  - python3
                  image: python:3
                  source: print('ok')
              - dag:
                  tasks:
                  - arguments:
                      parameters:
                      - name: version
                        value: '{{workflow.parameters.version}}'
                    name: build
                    template: build
                  - arguments:
                      parameters:
                      - name: suite
                        value: '{{item}}'
                    dependencies:
                    - build
                    name: test
                    template: test
                    withItems:
                    - unit
                    - integration
                name: main

            """,
            yaml);
    }

    [Fact]
    public void Everything_That_Can_Be_Built_Is_Read_Strictly_And_Valid()
    {
        var library = WorkflowBuilder.Named("library").Container("lint", "linter", ["lint"]).BuildTemplate();
        var builder = new WorkflowBuilder("all-")
            .Parameter("targets", """["a","b"]""")
            .SecretParameter("token", "ci", "token")
            .Label("team", "pay")
            .Parallelism(4)
            .Deadline(3600)
            .OnExit("report")
            .Hook("running", "report", "workflow.status == \"Running\"")
            .Container("fetch", "alpine/git", ["git", "clone"], template => template.OutputArtifact("source", "/src").Env("DEPTH", "1").SecretEnv("TOKEN", "git", "token").Timeout("5m"))
            .Container("build", "golang", ["make"], template => template.InputArtifact("source", "/src").Input("target", "all").OutputFile("size", "/tmp/size", "0"))
            .Script("pick", "bash", ["bash"], "echo 3")
            .Container("cache", "redis", ["redis-server"], template => template.Daemon())
            .Task("charge", "charge-card", template => template.Input("amount").Output("receipt"))
            .Http("notify", "https://example.com/hook", "POST", "{}", new Dictionary<string, string> { ["X-Kind"] = "ci", ["X-Token"] = Tags.Workflow("token") })
            .Suspend("approve", configure: template => template.Output("answer"))
            .Container("report", "busybox", ["echo", "{{workflow.status}}"])
            .Steps("release", steps => steps
                .Step("pick")
                .And("notify", call => call.ContinueOn(failed: true, error: true))
                .Step("approve")
                .Step("charge", call => call.With("amount", Tags.StepResult("pick")).When($"{Tags.StepOutput("approve", "answer")} == yes").OnExit("report").Hook("failed", "report", "steps['charge'].status == \"Failed\"")),
                template => template.OutputOf("receipt", Tags.StepOutput("charge", "receipt")))
            .Dag("main", dag => dag
                .Task("fetch")
                .Task("cache")
                .Task("lint", call => call.TemplateRef("library", "lint").After("fetch"))
                .Task("build", call => call.Depends("fetch && (lint || lint.Failed)").ForEachIn(Tags.Workflow("targets")).With("target", Tags.Item).WithArtifact("source", Tags.TaskArtifact("fetch", "source")))
                .Task("count", call => call.Template("report").Depends("fetch").Times(3))
                .Task("range", call => call.Template("report").Depends("fetch").Range(2, 5))
                .Task("each", call => call.Template("charge").Depends("fetch").ForEach([new { amount = 1 }, new { amount = 2 }]).With("amount", Tags.ItemField("amount")))
                .Task("release", call => call.Depends("build"))
                .RunAllBranches(),
                template => template.Parallelism(2));

        var read = ManifestReader.Strict.Read(builder.ToYaml());

        Assert.False(read.HasErrors, string.Join('\n', read.Diagnostics));
        Assert.Equal(ManifestWriter.ToYaml(builder.Build()), ManifestWriter.ToYaml(read.Of<Workflow>().Single()));
        Assert.Empty(WorkflowValidator.Validate(builder.Build(), new TemplateLookup([library])));
        Assert.Empty(WorkflowValidator.Validate(library, TemplateLookup.Empty));
    }

    [Fact]
    public void Graph_That_Waits_By_An_Expression_Somewhere_Does_So_Everywhere()
    {
        var tasks = new WorkflowBuilder("dag-")
            .Dag("main", dag => dag.Task("a").Task("b").Task("c", call => call.After("a", "b")).Task("d", call => call.Depends("a || b.Failed")).Task("e", call => call.Depends("a || b").After("c")))
            .Build().Spec.Templates!.Single().Dag!.Tasks!;

        Assert.Equal([null, null, "a && b", "a || b.Failed", "(a || b) && c"], tasks.Select(task => task.Depends));
        Assert.All(tasks, task => Assert.Null(task.Dependencies));
    }

    [Fact]
    public void Mistakes_That_Cannot_Be_Written_Down_Are_Refused()
    {
        Assert.Throws<InvalidOperationException>(() => new WorkflowBuilder("a-").Suspend("one").Suspend("two").Build());
        Assert.Throws<InvalidOperationException>(() => new WorkflowBuilder("a-").Suspend("one").Suspend("one"));
        Assert.Throws<InvalidOperationException>(() => new WorkflowBuilder("a-").Steps("main", steps => steps.And("one")));
        Assert.Throws<InvalidOperationException>(() => new WorkflowBuilder("a-").Steps("main", steps => steps.Step("one").Step("two", call => call.After("one"))));
        Assert.Throws<InvalidOperationException>(() => new WorkflowBuilder("a-").Suspend("main", configure: template => template.Env("A", "1")).Build());
    }
}
