using Krewe.Client;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Hosting.Tests;

public sealed class WorkflowServiceTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateAsync_Refuses_And_Stores_Nothing_When_The_Workflow_Is_Invalid()
    {
        var workflow = EngineFixture.Read("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: never-stored}
            spec:
              entrypoint: missing
              templates:
                - name: main
                  container: {image: busybox, command: ["true"]}
            """);

        var refused = await Assert.ThrowsAsync<KreweException>(() => engine.SubmitAsync(workflow));
        var lookedFor = await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.GetAsync(new RunRef(Namespaces.Default, "never-stored"), Token));

        Assert.Equal(KreweErrorCode.InvalidArgument, refused.Code);
        Assert.Equal(KreweErrorCode.NotFound, lookedFor.Code);
    }

    [Fact]
    public async Task CreateAsync_Starts_One_Run_When_The_Same_Request_Comes_Twice()
    {
        var workflow = EngineFixture.Read(Echo("idempotent-", "once"));
        var request = new CreateRunRequest { Namespace = Namespaces.Default, Workflow = workflow, RequestId = Guid.NewGuid().ToString() };

        var first = await engine.Workflows.CreateAsync(request, Token);
        var second = await engine.Workflows.CreateAsync(request, Token);

        Assert.Equal(first.Metadata.Uid, second.Metadata.Uid);
    }

    [Fact]
    public async Task CreateAsync_Takes_Another_Generated_Name_When_One_Is_In_Use()
    {
        var suffixes = new Queue<string>(["aaaaa", "aaaaa", "aaaaa", "bbbbb"]);
        var folder = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));
        await using (var own = await KreweEngine.StartAsync(new KreweEngineOptions { DataFolder = folder, ConfigureServices = services => services.AddSingleton(new NameSuffixes(suffixes.Dequeue)) }, Token))
        {
            var request = new CreateRunRequest { Namespace = Namespaces.Default, Workflow = EngineFixture.Read("{kind: Workflow, metadata: {generateName: x-}, spec: {entrypoint: main, templates: [{name: main, suspend: {}}]}}") };

            var first = await own.Workflows.CreateAsync(request, Token);
            var second = await own.Workflows.CreateAsync(request, Token);

            Assert.Equal(("x-aaaaa", "x-bbbbb"), (first.Metadata.Name, second.Metadata.Name));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task CreateAsync_Refuses_A_Name_In_Use()
    {
        var workflow = EngineFixture.Read(Echo("x-", "x")) with { Metadata = new ObjectMeta { Name = "taken-name" } };
        await engine.SubmitAsync(workflow);

        var refused = await Assert.ThrowsAsync<KreweException>(() => engine.SubmitAsync(workflow));

        Assert.Equal(KreweErrorCode.AlreadyExists, refused.Code);
    }

    [Fact]
    public async Task ReadLogsAsync_Gives_The_Lines_In_Order_When_The_Run_Is_Over()
    {
        var run = await engine.RunAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: logs-}
            spec:
              entrypoint: main
              templates:
                - name: main
                  script:
                    image: busybox
                    command: [sh]
                    source: |
                      for i in 1 2 3; do echo "line $i"; done
                      echo oops >&2
            """);

        var lines = new List<LogLine>();
        await foreach (var line in engine.Workflows.ReadLogsAsync(new LogQuery { Run = EngineFixture.RefOf(run) }, Token))
        {
            lines.Add(line);
        }

        Assert.Equal(["line 1", "line 2", "line 3"], lines.Where(line => line.Stream == "stdout").Select(line => line.Content));
        Assert.Equal("oops", Assert.Single(lines, line => line.Stream == "stderr").Content);
    }

    [Fact]
    public async Task Suspend_Holds_A_Run_Until_Resume()
    {
        var run = await engine.SubmitAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: wait-}
            spec:
              entrypoint: main
              templates:
                - name: main
                  steps:
                    - - {name: approve, template: approve}
                    - - {name: go, template: go}
                - {name: approve, suspend: {}}
                - name: go
                  container: {image: busybox, command: ["true"]}
            """);
        await engine.WaitForAsync(run, workflow => workflow.Status?.Nodes?.Values.Any(node => node is { Type: NodeType.Suspend, Phase: NodePhase.Running }) == true);

        await engine.Workflows.ResumeAsync(EngineFixture.RefOf(run), new ResumeOptions(), Token);
        var done = await engine.WaitAsync(run);

        Assert.Equal(WorkflowPhase.Succeeded, done.Status?.Phase);
    }

    [Fact]
    public async Task Lists_Show_How_Far_A_Run_Is_Without_Its_Nodes()
    {
        var run = await engine.SubmitAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: far-}
            spec:
              entrypoint: main
              templates:
                - name: main
                  steps:
                    - - {name: pass, template: pass}
                    - - {name: approve, template: approve}
                - {name: pass, suspend: {duration: "0"}}
                - {name: approve, suspend: {}}
            """);
        await engine.WaitForAsync(run, workflow => workflow.Status?.Nodes?.Values.Count(node => node.Type == NodeType.Suspend) == 2);
        Assert.Equal(("1/2", "1/2"), await ShownAsync());

        await engine.Workflows.ResumeAsync(EngineFixture.RefOf(run), new ResumeOptions(), Token);
        await engine.WaitAsync(run);
        Assert.Equal(("2/2", "2/2"), await ShownAsync());

        async Task<(string?, string?)> ShownAsync()
        {
            var list = await engine.Workflows.ListAsync(new ListRunsQuery { Namespace = run.Metadata.Namespace!, IncludeNodes = false }, Token);
            var rows = await engine.Workflows.ListRowsAsync(new RunRowsQuery { Namespace = run.Metadata.Namespace!, Limit = 500 }, Token);
            return (list.Items.Single(item => item.Metadata.Uid == run.Metadata.Uid).Status!.Progress, rows.Items.Single(row => row.Uid == run.Metadata.Uid).Progress);
        }
    }

    [Fact]
    public async Task Terminate_Ends_Running_Steps()
    {
        var run = await engine.SubmitAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: long-}
            spec:
              entrypoint: main
              templates:
                - name: main
                  container: {image: busybox, command: [sleep, "600"]}
            """);
        await engine.WaitForAsync(run, workflow => workflow.Status?.Nodes?.Values.Any(node => node.Phase == NodePhase.Running) == true);

        await engine.Workflows.TerminateAsync(EngineFixture.RefOf(run), Token);
        var done = await engine.WaitAsync(run);

        Assert.Equal(WorkflowPhase.Failed, done.Status?.Phase);
    }

    [Fact]
    public async Task RetryAsync_Runs_The_Failed_Part_Again()
    {
        var marker = Path.Combine("/var/tmp", "krewe-retry-" + Guid.NewGuid().ToString("n"));
        var run = await engine.RunAsync($$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: retried-}
            spec:
              entrypoint: main
              templates:
                - name: main
                  steps:
                    - - {name: first, template: first}
                    - - {name: second, template: second}
                - name: first
                  container: {image: busybox, command: ["true"]}
                - name: second
                  container: {image: busybox, command: [sh, -c], args: ["test -e {{marker}}"]}
            """);
        var first = run.Status!.Nodes!.Values.Single(node => node.DisplayName == "first");
        await File.WriteAllTextAsync(marker, "", Token);

        await engine.Workflows.RetryAsync(EngineFixture.RefOf(run), new RetryOptions(), Token);
        var done = await engine.WaitAsync(run);
        File.Delete(marker);

        Assert.Equal(WorkflowPhase.Failed, run.Status.Phase);
        Assert.Equal(WorkflowPhase.Succeeded, done.Status?.Phase);
        Assert.Equal(first.FinishedAt, done.Status!.Nodes!.Values.Single(node => node.DisplayName == "first").FinishedAt);
    }

    [Fact]
    public async Task DeleteAsync_Takes_The_Run_Out_Of_Lists()
    {
        var run = await engine.RunAsync(Echo("gone-", "x"));

        await engine.Workflows.DeleteAsync(EngineFixture.RefOf(run), new DeleteOptions(), Token);
        var list = await engine.Workflows.ListAsync(new ListRunsQuery { Name = run.Metadata.Name, NameFilter = "Exact" }, Token);

        Assert.Empty(list.Items);
    }

    [Fact]
    public async Task SubmitAsync_Runs_A_Stored_Template()
    {
        var template = new WorkflowTemplate
        {
            Metadata = new ObjectMeta { Name = "stored-" + Guid.NewGuid().ToString("n")[..8] },
            Spec = EngineFixture.Read(Echo("x-", "{{workflow.parameters.text}}")).Spec with
            {
                Arguments = new Arguments { Parameters = [new Parameter { Name = "text", Value = "default" }] },
            },
        };
        await engine.Workflows.CreateResourceAsync(Namespaces.Default, template, Token);

        var run = await engine.Workflows.SubmitAsync(
            new SubmitRequest
            {
                Namespace = Namespaces.Default,
                ResourceKind = "workflowtemplate",
                ResourceName = template.Metadata.Name,
                SubmitOptions = new SubmitOptions { Parameters = ["text=from the caller"] },
            },
            Token);
        var done = await engine.WaitAsync(run);
        var lines = new List<string>();
        await foreach (var line in engine.Workflows.ReadLogsAsync(new LogQuery { Run = EngineFixture.RefOf(done) }, Token))
        {
            lines.Add(line.Content);
        }

        Assert.Equal(["from the caller"], lines);
        Assert.Equal(template.Metadata.Name, done.Metadata.Labels?["workflows.argoproj.io/workflow-template"]);
    }

    private static string Echo(string prefix, string text) => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: {{prefix}}}
        spec:
          entrypoint: main
          templates:
            - name: main
              container: {image: busybox, command: [echo], args: ["{{text}}"]}
        """;
}
