using System.Globalization;
using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>Simple steps use the same folders one after the other, and must not notice.</summary>
public sealed class LaneTests : IAsyncDisposable
{
    private readonly ExecutorFixture _fixture = new(slots: 1);

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Step_LeavesNothingBehind_AndTheNextFindsNothing()
    {
        var quiet = _fixture.Work(ExecutorFixture.Shell("true"));

        Assert.Equal(NodePhase.Succeeded, (await _fixture.RunAsync(quiet)).Phase);
        var lanes = Lanes();
        Assert.Equal(NodePhase.Succeeded, (await _fixture.RunAsync(ExecutorFixture.Shell("true"))).Phase);

        Assert.False(Directory.Exists(Path.Combine(_fixture.Folder, "runs", "run", quiet.Id.NodeId)));
        Assert.Single(lanes);
        Assert.Equal(lanes, Lanes());
    }

    [Theory]
    [InlineData("echo left > /tmp/left")]
    [InlineData("echo left > left")]
    [InlineData("echo left > $ARGO_PROGRESS_FILE")]
    [InlineData("chmod 777 /tmp")]
    [InlineData("mount --bind /etc /tmp 2>/dev/null || echo no right to mount")]
    public async Task Step_FindsItsFoldersFresh_WhateverTheOneBeforeDid(string before)
    {
        const string Look = "ls -A /tmp | grep -v krewe-test; ls -A . ; ls \"$(dirname $ARGO_PROGRESS_FILE)\"; stat -c %a /tmp; touch /tmp/can";
        var fresh = (await _fixture.RunAsync(ExecutorFixture.Shell(Look))).Outputs!.Result;
        Assert.Equal("work\n755", fresh);

        Assert.Equal(NodePhase.Succeeded, (await _fixture.RunAsync(ExecutorFixture.Shell(before))).Phase);

        Assert.Equal(fresh, (await _fixture.RunAsync(ExecutorFixture.Shell(Look))).Outputs!.Result);
    }

    [Fact]
    public async Task WhatAStepLeaves_IsInItsOwnFolder_ForItsOutputs()
    {
        var template = ExecutorFixture.Parse("""{"name":"o","container":{"command":["sh","-c"],"args":["echo -n value > /tmp/p; echo kept > w"]},"outputs":{"parameters":[{"name":"p","valueFrom":{"path":"/tmp/p"}}]}}""");
        var work = _fixture.Work(template);

        var report = await _fixture.RunAsync(work);

        Assert.Equal("value", Assert.Single(report.Outputs!.Parameters!).Value!.ToString());
        var main = Path.Combine(_fixture.Folder, "runs", "run", work.Id.NodeId, "0", "main");
        Assert.Equal("kept\n", await File.ReadAllTextAsync(Path.Combine(main, "pub", "work", "w")));
        Assert.True(File.Exists(Path.Combine(main, "tmp", "p")));
    }

    [Fact]
    public async Task ProcessThatOutlivesItsStep_CannotReachTheNext()
    {
        var signs = Directory.CreateDirectory("/var/tmp/krewe-signs-" + Guid.NewGuid().ToString("N")).FullName;
        try
        {
            // Without its environment nobody knows whose it was.
            var stray = $"env -i setsid sh -c 'echo $$ > {signs}/pid; until [ -e {signs}/go ]; do sleep 0.01; done; touch /tmp/stray 2>/dev/null; touch {signs}/done' & until [ -s {signs}/pid ]; do sleep 0.01; done";
            Assert.Equal(NodePhase.Succeeded, (await _fixture.RunAsync(ExecutorFixture.Shell(stray))).Phase);

            var report = await _fixture.RunAsync(ExecutorFixture.Shell($"touch {signs}/go; until [ -e {signs}/done ]; do sleep 0.01; done; ls -A /tmp | grep stray"));

            Assert.Equal((NodePhase.Failed, "1"), (report.Phase, report.Outputs!.ExitCode));
        }
        finally
        {
            Directory.Delete(signs, recursive: true);
        }
    }

    [Fact]
    public async Task FollowedLog_Ends_WhenTheStepSaidNothing()
    {
        var work = _fixture.Work(ExecutorFixture.Shell("true"));
        await _fixture.RunAsync(work);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        var lines = new List<string>();
        await foreach (var line in _fixture.Executor.Logs.ReadAsync("run", work.Id.NodeId, follow: true, cancellationToken: limit.Token))
            lines.Add(line.Text);

        Assert.Empty(lines);
    }

    private string[] Lanes() => [.. Directory.GetDirectories(Path.Combine(_fixture.Folder, "exec", "lanes")).Select(f => int.Parse(Path.GetFileName(f), CultureInfo.InvariantCulture)).Order().Select(n => n.ToString(CultureInfo.InvariantCulture))];
}
