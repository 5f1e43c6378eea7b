namespace Krewe.Storage.Tests;

public abstract partial class RunStoreContract
{
    private static readonly PipelineKey Build = new("ns", "WorkflowTemplate", "build");
    private static readonly PipelineKey Deploy = new("ns", "CronWorkflow", "deploy");

    [Fact]
    public async Task Pipelines_NumberTheirRunsInOrder_AndNoNumberComesBack()
    {
        await Store.CommitAsync([Member("r1", Build), Member("r2", Build, Deploy), Create("r3", "n3"), Member("r4", Deploy)]);
        await CommitAsync(Member("r5", Build));
        // Refused commits use no numbers up that matter: the run that follows has one of its own.
        Assert.Equal(CommitStatus.NameTaken, (await CommitAsync(Member("r6", Build) with { Index = Row("r6", "n-r5") })).Status);
        Assert.True(await Store.DeleteAsync("r5"));
        await CommitAsync(Member("r7", Build) with { RequestId = "q" });
        Assert.Equal(CommitStatus.Duplicate, (await CommitAsync(Member("r8", Build) with { RequestId = "q" })).Status);
        await CommitAsync(Next("r7", 2) with { Pipelines = [Deploy] });

        Assert.Equal([("r7", 4), ("r2", 2), ("r1", 1)], Numbers(await Store.ListPipelineRunsAsync(new PipelineRunQuery(Build), 10)));
        Assert.Equal([("r4", 2), ("r2", 1)], Numbers(await Store.ListPipelineRunsAsync(new PipelineRunQuery(Deploy), 10)));
        Assert.Equal([(Build, 2), (Deploy, 1)], (await Store.ListPipelinesOfRunAsync("r2")).Select(run => (run.Pipeline, run.Number)).OrderByDescending(run => run.Number));
        Assert.Empty(await Store.ListPipelinesOfRunAsync("r3"));
        Assert.Empty(await Store.ListPipelinesOfRunAsync("r5"));
        Assert.Equal(4, (await Store.GetPipelineAsync(Build))!.LastNumber);
        Assert.Null(await Store.GetPipelineAsync(Build with { Namespace = "other" }));
    }

    [Fact]
    public async Task Pipelines_AreListedByName_PageByPage()
    {
        PipelineKey[] keys = [new("b", "Workflow", "a"), new("a", "Workflow", "zeta"), new("a", "CronWorkflow", "build"), new("a", "Workflow", "build"), new("a", "Workflow", "Build")];
        await Store.CommitAsync([.. keys.Select((key, i) => Member($"r{i}", key))]);

        var all = await Store.ListPipelinesAsync(new PipelineFilter(), null, 10);

        Assert.Equal(["a/Build/Workflow", "a/build/CronWorkflow", "a/build/Workflow", "a/zeta/Workflow", "b/a/Workflow"], all.Select(row => $"{row.Key.Namespace}/{row.Key.Name}/{row.Key.Kind}"));
        Assert.Equal(all.Skip(2).Take(2), await Store.ListPipelinesAsync(new PipelineFilter(), all[1].Key, 2));
        Assert.Equal([all[4]], await Store.ListPipelinesAsync(new PipelineFilter { Namespace = "b" }, null, 10));
        Assert.Equal([all[1]], await Store.ListPipelinesAsync(new PipelineFilter { Kind = "CronWorkflow", NameContains = "uil" }, null, 10));
    }

    [Fact]
    public async Task PipelineRuns_ArePagedBothWays_WithTheirSteps()
    {
        await Store.CommitAsync([.. Enumerable.Range(1, 6).Select(i => Member($"r{i}", Build))]);
        await CommitAsync(Member("d1", Deploy));
        var row = Row("r4", "n-r4") with { Phase = "Failed", StartedAt = Start, FinishedAt = Start.AddMinutes(1), Message = "why", Creator = "ann", Parameters = Map(("size", "big")) };
        await CommitAsync(Next("r4", 2) with { Completed = Bytes("document"), Steps = Bytes("steps"), Index = row });
        await CommitAsync(Next("r4", 3) with { Completed = Bytes("document"), Index = row });

        Assert.Equal([6L, 5L], (await Store.ListPipelineRunsAsync(new PipelineRunQuery(Build), 2)).Select(run => run.Number));
        Assert.Equal([4L, 3L], (await Store.ListPipelineRunsAsync(new PipelineRunQuery(Build) { Before = 5 }, 2)).Select(run => run.Number));
        Assert.Equal([4L, 3L], (await Store.ListPipelineRunsAsync(new PipelineRunQuery(Build) { After = 2 }, 2)).Select(run => run.Number));
        Assert.Equal([4L], (await Store.ListPipelineRunsAsync(new PipelineRunQuery(Build) { After = 3, Before = 5 }, 9)).Select(run => run.Number));
        Assert.Equal([("d1", 1), ("r6", 6), ("r5", 5)], Numbers(await Store.ListNewestRunsAsync([Deploy, Build with { Name = "none" }, Build], 2)));

        var with = await Store.ListPipelineRunsAsync(new PipelineRunQuery(Build) { WithSteps = true, Before = 5 }, 2);
        Assert.Equal(("steps", null), (Text(with[0].Steps!.Value), with[1].Steps));
        var plain = (await Store.ListPipelineRunsAsync(new PipelineRunQuery(Build) { Before = 5 }, 1))[0];
        Assert.Null(plain.Steps);
        Assert.Equal(
            ("n-r4", "Failed", Start, Start.AddMinutes(1), "why", "ann", "big"),
            (plain.Name, plain.Phase, plain.StartedAt, plain.FinishedAt, plain.Message, plain.Creator, plain.Parameters["size"]));
        Assert.Equal("steps", Text((await Store.ListPipelinesOfRunAsync("r4")).Single().Steps!.Value));
    }

    private static RunCommit Member(string uid, params PipelineKey[] pipelines) => Create(uid, "n-" + uid) with { Pipelines = pipelines };

    private static IEnumerable<(string Uid, long Number)> Numbers(IEnumerable<PipelineRun> runs) => runs.Select(run => (run.Uid, run.Number));
}
