using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Runs;
using Krewe.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Hosting.Tests;

/// <summary>Runs with parts, seen from outside: one run like any other.</summary>
public sealed class PartTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Is_One_Run_With_All_Its_Nodes()
    {
        var run = await engine.RunAsync(Split("echo {{inputs.parameters.word}} of {{workflow.name}}"));
        var listed = await engine.Workflows.ListRowsAsync(new RunRowsQuery { Namespace = Namespaces.Default, Limit = 500 }, Token);

        Assert.Equal(WorkflowPhase.Succeeded, run.Status!.Phase);
        Assert.Single(listed.Items, item => item.Name == run.Metadata.Name);
        Assert.DoesNotContain(listed.Items, item => RunParts.IsPart(item.Uid));
        Assert.Equal(2, (await PartsAsync(run)).Count);
        // main, two groups, two parts with a group and two steps each, and the step behind them.
        Assert.Equal(12, run.Status.Nodes!.Count);
        Assert.All(run.Status.Nodes.Values, node => Assert.Equal(NodePhase.Succeeded, node.Phase));
        Assert.Equal("5/5", run.Status.Progress);
        Assert.Equal("b", run.Status.Nodes.Values.Single(node => node.DisplayName == "last").Inputs!.Parameters!.Single().Value);
    }

    [Fact]
    public async Task Logs_Of_Steps_In_Parts_Are_Those_Of_The_Run()
    {
        var run = await engine.RunAsync(Split("echo {{inputs.parameters.word}} of {{workflow.name}}"));
        var lines = new List<string>();
        await foreach (var line in engine.Workflows.ReadLogsAsync(new LogQuery { Run = EngineFixture.RefOf(run) }, Token))
        {
            lines.Add(line.Content);
        }

        Assert.Equal(5, lines.Count);
        Assert.Equal(2, lines.Count(line => line == $"a of {run.Metadata.Name}"));
        var step = run.Status!.Nodes!.Values.First(node => node.DisplayName == "one");
        Assert.Equal($"a of {run.Metadata.Name}", (await engine.Workflows.ReadLogRangeAsync(new LogRangeQuery(EngineFixture.RefOf(run), step.Id), Token)).Lines.Single().Content);
    }

    [Fact]
    public async Task Part_Is_Read_By_Pages()
    {
        var run = await engine.RunAsync(Split("true"));
        var part = run.Status!.Nodes!.Values.First(node => RunParts.UidOf(node) is not null);
        var page = await engine.Workflows.ListNodesAsync(new NodesQuery(EngineFixture.RefOf(run)) { Parent = part.Id, Part = RunParts.UidOf(part), Depth = 2 }, Token);

        Assert.Equal(run.Metadata.Uid, page.Uid);
        Assert.Equal(["one", "two"], page.Items.SelectMany(item => item.Items ?? [item]).Select(item => item.DisplayName).Where(name => name is "one" or "two").Order(StringComparer.Ordinal));
        var stranger = await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.ListNodesAsync(new NodesQuery(EngineFixture.RefOf(run)) { Part = "other~1" }, Token));
        Assert.Equal(KreweErrorCode.NotFound, stranger.Code);
    }

    [Fact]
    public async Task Failure_In_A_Part_Is_Explained_And_Retried_From_There()
    {
        var marker = Path.Combine(engine.DataFolder, "part-" + Guid.NewGuid().ToString("n"));
        var run = await engine.RunAsync(Split($"if [ {{{{inputs.parameters.word}}}} = b ] && [ ! -e {marker} ]; then touch {marker}; echo broken; exit 3; fi"));
        Assert.Equal(WorkflowPhase.Failed, run.Status!.Phase);
        var report = await engine.Workflows.ExplainAsync(EngineFixture.RefOf(run), Token);
        Assert.Equal(3, report.Causes[0].ExitCode);
        Assert.Equal("broken", report.Causes[0].Log!.Lines.Single().Content);

        var again = await engine.WaitAsync(await engine.Workflows.RetryAsync(EngineFixture.RefOf(run), new RetryOptions(), Token));
        Assert.Equal(WorkflowPhase.Succeeded, again.Status!.Phase);
        Assert.Equal(2, (await PartsAsync(again)).Count);
    }

    [Fact]
    public async Task Stop_Ends_The_Steps_Of_Parts()
    {
        var run = await engine.SubmitAsync(Split("sleep 60"));
        await engine.WaitForAsync(run, now => now.Status?.Nodes?.Values.Count(node => node.Type == NodeType.Pod && node.Phase == NodePhase.Running) == 4);
        await engine.Workflows.StopAsync(EngineFixture.RefOf(run), new StopOptions(), Token);
        var ended = await engine.WaitAsync(run);

        Assert.Equal(WorkflowPhase.Failed, ended.Status!.Phase);
        Assert.All((await engine.Workflows.GetAsync(EngineFixture.RefOf(run), Token)).Status!.Nodes!.Values, node => Assert.True(NodePhase.IsCompleted(node.Phase), node.Name));
    }

    [Fact]
    public async Task Suspended_Steps_In_Parts_Go_On_With_The_Run()
    {
        var run = await engine.SubmitAsync(Split("true").Replace("container: {image: alpine, command: [sh, -c], args: [\"true\"]}", "suspend: {}", StringComparison.Ordinal));
        await engine.WaitForAsync(run, now => now.Status?.Nodes?.Values.Count(node => node.Type == NodeType.Suspend) == 4);
        await engine.Workflows.ResumeAsync(EngineFixture.RefOf(run), new ResumeOptions { NodeFieldSelector = "displayName=one" }, Token);
        await engine.WaitForAsync(run, now => now.Status?.Nodes?.Values.Count(node => node.Type == NodeType.Suspend && node.Phase == NodePhase.Succeeded) == 2);
        await engine.Workflows.ResumeAsync(EngineFixture.RefOf(run), new ResumeOptions(), Token);
        await engine.WaitForAsync(run, now => now.Status?.Nodes?.Values.Any(node => node is { DisplayName: "last", Type: NodeType.Suspend }) == true);
        await engine.Workflows.ResumeAsync(EngineFixture.RefOf(run), new ResumeOptions(), Token);

        Assert.Equal(WorkflowPhase.Succeeded, (await engine.WaitAsync(run)).Status!.Phase);
    }

    [Fact]
    public async Task Parts_Go_With_Their_Run()
    {
        var run = await engine.RunAsync(Split("true"));
        await engine.Workflows.DeleteAsync(EngineFixture.RefOf(run), new DeleteOptions(), Token);

        Assert.Empty(await PartsAsync(run));
        Assert.DoesNotContain(Directory.EnumerateDirectories(Path.Combine(engine.DataFolder, "runs")), folder => Path.GetFileName(folder).StartsWith(run.Metadata.Uid!, StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<string>> PartsAsync(Workflow run)
    {
        var (after, before) = RunParts.Range(run.Metadata.Uid!);
        return engine.Services.GetRequiredService<IRunStore>().ListBetweenAsync(after, before, Token);
    }

    private static string Split(string command) => $$$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: split-}
        spec:
          entrypoint: main
          templates:
            - name: main
              steps:
                - - {name: left, template: some}
                  - {name: right, template: some}
                - - {name: last, template: step, arguments: {parameters: [{name: word, value: "{{steps.right.outputs.parameters.word}}"}]}}
            - name: some
              annotations: {workflows.krewe.dev/part: always}
              steps:
                - - {name: one, template: step, arguments: {parameters: [{name: word, value: a}]}}
                  - {name: two, template: step, arguments: {parameters: [{name: word, value: b}]}}
              outputs: {parameters: [{name: word, value: b}]}
            - name: step
              inputs: {parameters: [{name: word}]}
              container: {image: alpine, command: [sh, -c], args: ["{{{command}}}"]}
        """;
}
