using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>What is left after work is released and runs are deleted.</summary>
public sealed class ReleaseTests : IAsyncDisposable
{
    private readonly ExecutorFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeleteRun_KillsAndWaits_AlsoForStepsOfAnEarlierEngine(bool restart)
    {
        var reports = new Reports();
        var seconds = restart ? "5151.5" : "5252.5";
        var work = _fixture.Work(ExecutorFixture.Shell($"exec sleep {seconds}"));
        await _fixture.Executor.StartAsync(work, reports, CancellationToken.None);
        await reports.RunningAsync();
        Assert.True(SpinWait.SpinUntil(() => ProcessTable.Runs("sleep", seconds), TimeSpan.FromSeconds(30)));
        if (restart)
            await _fixture.RestartAsync();

        await _fixture.Executor.DeleteRunAsync("run", CancellationToken.None);

        Assert.False(ProcessTable.Runs("sleep", seconds));
        Assert.False(Directory.Exists(Path.Combine(_fixture.Folder, "runs", "run")));
        // Forgotten by all: the same name runs anew.
        Assert.Equal("anew", (await _fixture.RunAsync(work with { Template = ExecutorFixture.Shell("echo anew") })).Outputs!.Result);
    }

    [Fact]
    public async Task Release_WithWorkFolder_LeavesOnlyLogs()
    {
        var work = _fixture.Work(ExecutorFixture.Shell("mkdir -p /tmp/locked/deep; chmod 500 /tmp/locked; echo said"));
        var report = await _fixture.RunAsync(work);
        Assert.Equal("said", report.Outputs!.Result);
        var attempt = Path.Combine(_fixture.Folder, "runs", "run", work.Id.NodeId, "0");

        await _fixture.Executor.ReleaseAsync(work.Id, deleteWorkFolder: true, CancellationToken.None);

        Assert.Equal("said", await _fixture.LogAsync(work));
        Assert.False(File.Exists(Path.Combine(attempt, "main", "result")));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(attempt, "main")));
    }

    [Fact]
    public async Task ReleasedStep_WhoseEndTheStoreLost_RunsAgain_AndNeverHasAnEmptyResult()
    {
        var work = _fixture.Work(ExecutorFixture.Shell("echo said"));
        await _fixture.RunAsync(work);
        await _fixture.Executor.ReleaseAsync(work.Id, deleteWorkFolder: false, CancellationToken.None);
        await _fixture.RestartAsync();

        var again = await _fixture.RunAsync(work);
        var next = await _fixture.RunAsync(work with { Id = work.Id with { Attempt = 1 } });

        Assert.Equal((NodePhase.Error, true), (again.Phase, again.InfrastructureFault));
        Assert.Equal("said", next.Outputs!.Result);
    }

    [Fact]
    public async Task Release_WithoutWorkFolder_StillDropsTheRawResultAndSecrets()
    {
        _fixture.Write("db/pw", "topsecret");
        var work = _fixture.Work(ExecutorFixture.Parse("""{"name":"r","volumes":[{"name":"s","secret":{"secretName":"db"}}],"container":{"command":["sh","-c"],"args":["cat /krewe-s/pw; touch /tmp/kept"],"volumeMounts":[{"name":"s","mountPath":"/krewe-s"}]}}"""));
        await _fixture.RunAsync(work);

        await _fixture.Executor.ReleaseAsync(work.Id, deleteWorkFolder: false, CancellationToken.None);

        var files = Directory.GetFiles(Path.Combine(_fixture.Folder, "runs"), "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).LinkTarget is null).ToList();
        Assert.DoesNotContain(files, f => File.ReadAllText(f).Contains("topsecret", StringComparison.Ordinal));
        Assert.Contains(files, f => f.EndsWith("/tmp/kept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Release_OfUnknownWork_DoesNothing()
    {
        await _fixture.Executor.ReleaseAsync(new NodeWorkId("run", "none", 0), deleteWorkFolder: true, CancellationToken.None);
        await _fixture.Executor.DeleteRunAsync("none", CancellationToken.None);

        Assert.Equal(0, _fixture.SupervisorPid);
    }
}
