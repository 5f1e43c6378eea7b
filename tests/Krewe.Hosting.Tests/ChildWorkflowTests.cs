using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Hosting.Tests;

/// <summary>Templates whose work is a run of its own.</summary>
public sealed class ChildWorkflowTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Child_Gives_Its_Outputs_And_Both_Know_Each_Other()
    {
        var run = await engine.RunAsync(Parent("echo -n \"from {{workflow.parameters.word}}\" > /tmp/out", outputs: true));
        var node = run.Status!.Nodes!.Values.Single(node => node.Type == NodeType.Workflow);
        var child = await ChildOfAsync(run);

        Assert.Equal(WorkflowPhase.Succeeded, run.Status.Phase);
        Assert.Equal("from parent", node.Outputs?.Parameters?.Single().Value);
        Assert.Equal(node.ChildWorkflow?.Uid, child.Metadata.Uid);
        Assert.Equal(run.Metadata.Uid, child.Metadata.Labels?[ChildRuns.ParentUidLabel]);
        Assert.Equal(node.Id, child.Metadata.Labels?[ChildRuns.ParentNodeLabel]);
        Assert.Equal((run.Metadata.Name, run.Metadata.Uid), child.Metadata.OwnerReferences?.Select(owner => (owner.Name, owner.Uid)).Single());
        Assert.Equal("1", child.Metadata.Annotations?[ChildRuns.DepthAnnotation]);
    }

    [Fact]
    public async Task Child_Runs_A_Stored_Template()
    {
        var template = new WorkflowTemplate
        {
            Metadata = new ObjectMeta { GenerateName = "stored-" },
            Spec = EngineFixture.Read(Plain("echo -n {{workflow.parameters.word}} > /tmp/out")).Spec with { Arguments = new Arguments { Parameters = [new Parameter { Name = "word", Value = "unset" }] } },
        };
        var stored = await engine.Workflows.CreateResourceAsync(Namespaces.Default, template, Token);

        var run = await engine.RunAsync($$$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: parent-}
            spec:
              entrypoint: call
              templates:
                - name: call
                  workflow:
                    workflowTemplateRef: {name: {{{stored.Metadata.Name}}}}
                    arguments: {parameters: [{name: word, value: given}]}
                  outputs: {parameters: [{name: answer, valueFrom: {parameter: out}}]}
            """);
        var child = await ChildOfAsync(run);

        Assert.Equal("given", run.Status?.Nodes?.Values.Single().Outputs?.Parameters?.Single().Value);
        Assert.Equal(stored.Metadata.Name, child.Metadata.Labels?["workflows.argoproj.io/workflow-template"]);
    }

    [Fact]
    public async Task Failure_Of_The_Child_Fails_The_Node_And_Says_Which_Child()
    {
        var run = await engine.RunAsync(Parent("exit 3"));
        var node = run.Status!.Nodes!.Values.Single(node => node.Type == NodeType.Workflow);

        Assert.Equal(WorkflowPhase.Failed, run.Status.Phase);
        Assert.Equal($"workflow '{node.ChildWorkflow!.Name}' failed: main: Error (exit code 3)", node.Message);
    }

    [Fact]
    public async Task Missing_Output_Says_What_There_Is()
    {
        var run = await engine.RunAsync(Parent("echo -n x > /tmp/out", outputs: true).Replace("globalName: out", "globalName: \"{{workflow.parameters.word}}\"", StringComparison.Ordinal));
        var node = run.Status!.Nodes!.Values.Single(node => node.Type == NodeType.Workflow);

        Assert.Equal(NodePhase.Error, node.Phase);
        Assert.Equal($"output parameter 'answer': workflow '{node.ChildWorkflow!.Name}' has no global output 'out'; it has: parent", node.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task End_Of_The_Parent_Reaches_The_Child(bool terminate)
    {
        var run = await engine.SubmitAsync(Parent("exec sleep 300"));
        var child = await StartedChildAsync(run);
        await (terminate ? engine.Workflows.TerminateAsync(EngineFixture.RefOf(run), Token) : engine.Workflows.StopAsync(EngineFixture.RefOf(run), new StopOptions(), Token));

        var endedChild = await engine.WaitAsync(child);
        var ended = await engine.WaitAsync(run);

        var strategy = terminate ? "Terminate" : "Stop";
        Assert.Equal((WorkflowPhase.Failed, $"Stopped with strategy '{strategy}'"), (ended.Status?.Phase, ended.Status?.Message));
        Assert.Equal((WorkflowPhase.Failed, $"Stopped with strategy '{strategy}'"), (endedChild.Status?.Phase, endedChild.Status?.Message));
    }

    [Fact]
    public async Task Deadline_Of_The_Node_Ends_The_Child()
    {
        var run = await engine.RunAsync(Parent("exec sleep 300").Replace("      workflow:", "      activeDeadlineSeconds: 1\n      workflow:", StringComparison.Ordinal));
        var child = await engine.WaitAsync(await ChildOfAsync(run));

        Assert.Equal("Step exceeded its deadline", run.Status?.Nodes?.Values.Single(node => node.Type == NodeType.Workflow).Message);
        Assert.Equal(WorkflowPhase.Failed, child.Status?.Phase);
    }

    [Fact]
    public async Task Retry_Of_The_Parent_Goes_On_With_The_Failed_Child()
    {
        var marker = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));
        var failed = await engine.RunAsync(Parent($"test -e {marker} && echo -n second > /tmp/out", outputs: true));
        var child = await ChildOfAsync(failed);
        await File.WriteAllTextAsync(marker, "", Token);
        try
        {
            await engine.Workflows.RetryAsync(EngineFixture.RefOf(failed), new RetryOptions(), Token);
            var run = await engine.WaitAsync(failed);

            Assert.Equal(WorkflowPhase.Failed, failed.Status?.Phase);
            Assert.Equal(WorkflowPhase.Succeeded, run.Status?.Phase);
            Assert.Equal("second", run.Status?.Nodes?.Values.Single(node => node.Type == NodeType.Workflow).Outputs?.Parameters?.Single().Value);
            Assert.Equal(child.Metadata.Uid, (await ChildOfAsync(run)).Metadata.Uid);
        }
        finally
        {
            File.Delete(marker);
        }
    }

    [Fact]
    public async Task Retry_Strategy_Makes_A_Child_For_Each_Attempt()
    {
        var run = await engine.RunAsync(Parent("exit 1").Replace("      workflow:", "      retryStrategy: {limit: 1}\n      workflow:", StringComparison.Ordinal));

        var children = run.Status!.Nodes!.Values.Where(node => node.Type == NodeType.Workflow).Select(node => node.ChildWorkflow!.Name).ToList();
        Assert.Equal(2, children.Distinct().Count());
    }

    [Fact]
    public async Task Deletion_Of_The_Parent_Takes_Its_Children_But_Not_Detached_Ones()
    {
        var waiting = await engine.RunAsync(Parent("exit 0"));
        var detached = await engine.RunAsync(Parent("exit 0").Replace("      workflow:", "      workflow:\n        wait: false", StringComparison.Ordinal));
        var (owned, free) = (await ChildOfAsync(waiting), await ChildOfAsync(detached));
        await engine.WaitAsync(free);

        await engine.Workflows.DeleteAsync(EngineFixture.RefOf(waiting), new DeleteOptions(), Token);
        await engine.Workflows.DeleteAsync(EngineFixture.RefOf(detached), new DeleteOptions(), Token);

        var gone = await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.GetAsync(EngineFixture.RefOf(owned), Token));
        Assert.Equal(KreweErrorCode.NotFound, gone.Code);
        Assert.Equal(WorkflowPhase.Succeeded, (await engine.Workflows.GetAsync(EngineFixture.RefOf(free), Token)).Status?.Phase);
    }

    [Fact]
    public async Task Workflows_That_Call_Themselves_Come_To_An_End()
    {
        var name = "loop-" + Guid.NewGuid().ToString("n")[..8];
        // Strict checks would see that the template is not there yet.
        await engine.Workflows.CreateResourceAsync(Namespaces.Default, new WorkflowTemplate { Metadata = new ObjectMeta { Name = name }, Spec = EngineFixture.Read(Plain("exit 0")).Spec }, Token);
        var calling = (WorkflowTemplate)await engine.Workflows.GetResourceAsync(new ResourceRef(ResourceKind.WorkflowTemplate, Namespaces.Default, name), Token);
        await engine.Workflows.UpdateResourceAsync(
            Namespaces.Default,
            calling with { Spec = new WorkflowSpec { Entrypoint = "again", Templates = [new Template { Name = "again", Workflow = new WorkflowCallTemplate { WorkflowTemplateRef = new WorkflowTemplateRef { Name = name } } }] } },
            Token);

        var run = await engine.RunAsync($$$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: loop-}
            spec:
              entrypoint: go
              templates:
                - name: go
                  workflow: {workflowTemplateRef: {name: {{{name}}} } }
            """);

        Assert.Equal(WorkflowPhase.Error, run.Status?.Phase);
        Assert.EndsWith("workflows call each other 100 deep, the limit is 100", run.Status?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workflow: {}", "templates.main.workflow needs one of workflowTemplateRef and spec")]
    [InlineData("workflow: {workflowTemplateRef: {name: no-such}}", "templates.main.workflow: workflowtemplates.argoproj.io \"no-such\" not found")]
    [InlineData("workflow: {spec: {entrypoint: b, templates: [{name: a, suspend: {}}]}}", "templates.main.workflow: template name 'b' undefined")]
    [InlineData("workflow: {wait: false, spec: {entrypoint: a, templates: [{name: a, suspend: {}}]}}\noutputs: {parameters: [{name: x, valueFrom: {parameter: y}}]}", "templates.main.workflow.wait is false, so that there is nothing to take outputs from")]
    [InlineData("workflow: {spec: {entrypoint: a, templates: [{name: a, suspend: {}, outputs: {parameters: [{name: z, globalName: pack, valueFrom: {supplied: {}}}]}}]}}\noutputs: {parameters: [{name: x, valueFrom: {parameter: pac}}]}", "templates.main.outputs.parameters.x: no output of the child has the globalName 'pac'; did you mean \"pack\"?")]
    public async Task Mistakes_Are_Found_Before_Anything_Runs(string template, string expected)
    {
        var workflow = EngineFixture.Read($"""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {"{"}generateName: wrong-{"}"}
            spec:
              entrypoint: main
              templates:
                - name: main
                  {template.Replace("\n", "\n      ", StringComparison.Ordinal)}
            """);

        var refused = await Assert.ThrowsAsync<KreweException>(() => engine.SubmitAsync(workflow));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    private static string Plain(string script) => $$$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: plain-}
        spec:
          entrypoint: work
          templates:
            - name: work
              script:
                image: busybox
                command: [sh]
                source: '{{{script}}}'
              outputs: {parameters: [{name: out, globalName: out, valueFrom: {path: /tmp/out, default: none}}]}
        """;

    private static string Parent(string script, bool outputs = false) => $$$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: parent-}
        spec:
          entrypoint: call
          templates:
            - name: call
              workflow:
                arguments: {parameters: [{name: word, value: parent}]}
                spec:
                  entrypoint: work
                  arguments: {parameters: [{name: word, value: child}]}
                  templates:
                    - name: work
                      script:
                        image: busybox
                        command: [sh]
                        source: '{{{script}}}'
                      outputs: {parameters: [{name: out, globalName: out, valueFrom: {path: /tmp/out, default: none}}]}
        {{{(outputs ? "      outputs: {parameters: [{name: answer, valueFrom: {parameter: out}}]}" : "")}}}
        """;

    private async Task<Workflow> ChildOfAsync(Workflow run)
    {
        var child = run.Status!.Nodes!.Values.Last(node => node.ChildWorkflow is not null).ChildWorkflow!;
        return await engine.Workflows.GetAsync(new RunRef(run.Metadata.Namespace!, child.Name!, child.Uid), Token);
    }

    private async Task<Workflow> StartedChildAsync(Workflow run)
    {
        await foreach (var update in engine.Workflows.WatchAsync(EngineFixture.RefOf(run), new WatchOptions(), Token))
        {
            if (update.Object.Status?.Nodes?.Values.FirstOrDefault(node => node.ChildWorkflow is not null)?.ChildWorkflow is { } child)
            {
                using var waiter = CancellationTokenSource.CreateLinkedTokenSource(Token);
                await foreach (var event_ in engine.Workflows.WatchListAsync(new ListRunsQuery { Namespace = run.Metadata.Namespace!, LabelSelector = $"{ChildRuns.ParentUidLabel}={run.Metadata.Uid}" }, waiter.Token))
                {
                    if (event_.Object.Metadata.Uid == child.Uid && event_.Object.Status?.Phase == WorkflowPhase.Running)
                    {
                        return event_.Object;
                    }
                }
            }
        }

        throw new InvalidOperationException("the run ended without a child");
    }
}
