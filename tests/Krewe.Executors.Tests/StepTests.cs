using Krewe.Model;

namespace Krewe.Executors.Tests;

public sealed class StepTests : IAsyncDisposable
{
    private readonly ExecutorFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Container_Succeeds_WithResultAndLog()
    {
        var work = _fixture.Work(ExecutorFixture.Shell("echo hello; echo oops >&2; echo world"));

        var report = await _fixture.RunAsync(work);

        Assert.Equal(NodePhase.Succeeded, report.Phase);
        Assert.Equal("hello\nworld", report.Outputs!.Result);
        Assert.Equal("0", report.Outputs.ExitCode);
        var log = await _fixture.LogAsync(work);
        Assert.Contains("hello", log, StringComparison.Ordinal);
        Assert.Contains("oops", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_RunsItsSource_WithItsInterpreter()
    {
        var template = ExecutorFixture.Parse("""{"name":"s","script":{"image":"debian","command":["bash"],"source":"x=$((6*7))\necho $x\n"}}""");

        var report = await _fixture.RunAsync(template);

        Assert.Equal((NodePhase.Succeeded, "42"), (report.Phase, report.Outputs!.Result));
    }

    [Fact]
    public async Task Container_Fails_WithArgosWords()
    {
        var report = await _fixture.RunAsync(ExecutorFixture.Shell("exit 3"));

        Assert.Equal((NodePhase.Failed, "main: Error (exit code 3)", "3"), (report.Phase, report.Message, report.Outputs!.ExitCode));
    }

    [Fact]
    public async Task Container_ReportsSignal_As128PlusNumber()
    {
        var report = await _fixture.RunAsync(ExecutorFixture.Shell("kill -9 $$"));

        Assert.Equal((NodePhase.Failed, "main: Error (exit code 137)"), (report.Phase, report.Message));
    }

    [Fact]
    public async Task Container_SaysWhatHelps_WhenProgramIsMissing()
    {
        var template = ExecutorFixture.Parse("""{"name":"c","container":{"image":"acme/tool:1","command":["no-such-program"]}}""");

        var report = await _fixture.RunAsync(template);

        Assert.Equal(NodePhase.Failed, report.Phase);
        Assert.Contains("no-such-program", report.Message!, StringComparison.Ordinal);
        Assert.Contains("acme/tool:1", report.Message!, StringComparison.Ordinal);
        Assert.Contains("--shim acme/tool:1=<command>", report.Message!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_HaveTheirOwnTmp_WhenTheyRunTogether()
    {
        // Each waits for the other's sign on a path that both see, so both have written before either reads.
        var meeting = Directory.CreateDirectory(Path.Combine(_fixture.Folder, "meeting")).FullName;
        Template Step(string me, string other) => ExecutorFixture.Shell($"echo {me} > /tmp/x; touch /shared/{me}; while [ ! -e /shared/{other} ]; do sleep 0.01; done; cat /tmp/x") with
        {
            Volumes = [new Volume { Name = "m", HostPath = System.Text.Json.JsonSerializer.SerializeToElement(new { path = meeting }) }],
            Container = new Container
            {
                Command = ["sh", "-c"],
                Args = [$"echo {me} > /tmp/x; touch /shared/{me}; while [ ! -e /shared/{other} ]; do sleep 0.01; done; cat /tmp/x"],
                VolumeMounts = [new VolumeMount { Name = "m", MountPath = "/shared" }],
            },
        };

        var reports = await Task.WhenAll(_fixture.RunAsync(Step("a", "b")), _fixture.RunAsync(Step("b", "a")));

        Assert.Equal(["a", "b"], reports.Select(r => r.Outputs!.Result));
        Assert.False(Directory.Exists("/shared"));
    }

    [Fact]
    public async Task Container_IsEnded_AtItsDeadline()
    {
        var work = _fixture.Work(ExecutorFixture.Shell("sleep 1000")) with { Deadline = TimeProvider.System.GetUtcNow().AddMilliseconds(300) };

        var report = await _fixture.RunAsync(work);

        Assert.Equal((NodePhase.Failed, "Step exceeded its deadline"), (report.Phase, report.Message));
    }

    [Fact]
    public async Task Cancel_KillsAll_EvenWhatIgnoresSigtermOrLeftTheSession()
    {
        var reports = new Reports();
        var work = _fixture.Work(ExecutorFixture.Shell("trap '' TERM; setsid sleep 4242.25 & echo up; while true; do sleep 0.1; done"));
        await _fixture.Executor.StartAsync(work, reports, CancellationToken.None);
        await foreach (var line in _fixture.Executor.Logs.ReadAsync("run", work.Id.NodeId, follow: true))
        {
            if (line.Text == "up")
                break;
        }

        await _fixture.Executor.CancelAsync(work.Id, new CancelRequest("stopped by test", TimeSpan.FromMilliseconds(50)), CancellationToken.None);

        var report = await reports.EndAsync();
        Assert.Equal((NodePhase.Failed, "stopped by test"), (report.Phase, report.Message));
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc"), d => File.Exists(d + "/cmdline") && Read(d + "/cmdline").Contains("4242.25", StringComparison.Ordinal) && !Read(d + "/cmdline").Contains("trap", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Result_KeepsTheLast256KiB_OfABigOutput()
    {
        var report = await _fixture.RunAsync(ExecutorFixture.Shell("head -c 3000000 /dev/zero | tr '\\0' a; echo END"));

        Assert.Equal(256 * 1024 - 1, report.Outputs!.Result!.Length);
        Assert.EndsWith("aEND", report.Outputs.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adopt_GivesTheResult_OfAStepThatRanOnWithoutEngine()
    {
        var go = Path.Combine(_fixture.Folder, "go");
        var work = _fixture.Work(ExecutorFixture.Shell("echo one; while [ ! -e /host/go ]; do sleep 0.01; done; echo two")) with
        {
            Volumes = [new Volume { Name = "h", HostPath = System.Text.Json.JsonSerializer.SerializeToElement(new { path = _fixture.Folder }) }],
        };
        work = work with { Template = work.Template with { Container = work.Template.Container! with { VolumeMounts = [new VolumeMount { Name = "h", MountPath = "/host" }] } } };
        var first = new Reports();
        await _fixture.Executor.StartAsync(work, first, CancellationToken.None);
        await first.RunningAsync();
        await _fixture.RestartAsync();
        await File.WriteAllTextAsync(go, "");
        var second = new Reports();

        await _fixture.Executor.StartAsync(work, second, CancellationToken.None);

        var report = await second.EndAsync();
        Assert.Equal((NodePhase.Succeeded, "one\ntwo"), (report.Phase, report.Outputs!.Result));
    }

    [Fact]
    public async Task SupervisorDeath_IsAnInfrastructureFault_AndEndsItsSteps()
    {
        var reports = new Reports();
        var work = _fixture.Work(ExecutorFixture.Shell("exec sleep 4343.75"));
        await _fixture.Executor.StartAsync(work, reports, CancellationToken.None);
        await reports.RunningAsync();

        ProcessTable.Kill(_fixture.SupervisorPid);

        var report = await reports.EndAsync();
        Assert.Equal(NodePhase.Error, report.Phase);
        Assert.True(report.InfrastructureFault);
        var again = await _fixture.RunAsync(work with { Id = work.Id with { Attempt = 1 }, Template = ExecutorFixture.Shell("echo back") });
        Assert.Equal("back", again.Outputs!.Result);
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc"), d => File.Exists(d + "/cmdline") && Read(d + "/cmdline").StartsWith("sleep\04343.75", StringComparison.Ordinal));
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    [Fact]
    public async Task Step_KeepsItsOutput_WhenAnotherThatHadClosedItsOwnEnds()
    {
        var signs = Directory.CreateDirectory("/var/tmp/krewe-signs-" + Guid.NewGuid().ToString("N")).FullName;
        try
        {
            var silent = new Reports();
            await _fixture.Executor.StartAsync(_fixture.Work(ExecutorFixture.Shell($"exec >&- 2>&-; touch {signs}/silent; until [ -e {signs}/end ]; do sleep 0.01; done")), silent, CancellationToken.None);
            Assert.True(SpinWait.SpinUntil(() => File.Exists($"{signs}/silent"), TimeSpan.FromSeconds(60)));
            // These get the numbers that the silent one's descriptors had.
            var others = Enumerable.Range(0, 3).Select(_ => new Reports()).ToList();
            foreach (var other in others)
            {
                await _fixture.Executor.StartAsync(_fixture.Work(ExecutorFixture.Shell($"until [ -e {signs}/say ]; do sleep 0.01; done; echo whole; echo said >&2")), other, CancellationToken.None);
                await other.RunningAsync();
            }

            await File.WriteAllTextAsync($"{signs}/end", "");
            Assert.Equal(NodePhase.Succeeded, (await silent.EndAsync()).Phase);
            await File.WriteAllTextAsync($"{signs}/say", "");

            foreach (var other in others)
            {
                var report = await other.EndAsync();
                Assert.Equal((NodePhase.Succeeded, null, "whole"), (report.Phase, report.Message, report.Outputs!.Result));
            }
        }
        finally
        {
            Directory.Delete(signs, recursive: true);
        }
    }
}
