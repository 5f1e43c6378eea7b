using System.Net;
using System.Net.Sockets;
using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>Nodes of more than one container, daemons, progress.</summary>
public sealed class ContainerTests : IAsyncDisposable
{
    private readonly ExecutorFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task InitContainers_RunInOrder_BeforeMain_OnSharedVolumes()
    {
        var template = ExecutorFixture.Parse("""
            {"name":"i","volumes":[{"name":"w","emptyDir":{}}],
             "initContainers":[{"name":"one","command":["sh","-c"],"args":["echo 1 >> /krewe-w/f"],"volumeMounts":[{"name":"w","mountPath":"/krewe-w"}]},
                               {"name":"two","command":["sh","-c"],"args":["echo 2 >> /krewe-w/f"],"mirrorVolumeMounts":true}],
             "container":{"command":["cat","/krewe-w/f"],"volumeMounts":[{"name":"w","mountPath":"/krewe-w"}]}}
            """);

        var report = await _fixture.RunAsync(template);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("1\n2", report.Outputs!.Result);
    }

    [Fact]
    public async Task InitContainer_ThatFails_KeepsMainFromRunning()
    {
        var template = ExecutorFixture.Parse("""{"name":"i","initContainers":[{"name":"one","command":["sh","-c"],"args":["exit 4"]}],"container":{"command":["echo","ran"]}}""");
        var work = _fixture.Work(template);

        var report = await _fixture.RunAsync(work);

        Assert.Equal((NodePhase.Error, "one: Error (exit code 4)"), (report.Phase, report.Message));
        Assert.Equal("", await _fixture.LogAsync(work));
    }

    [Theory]
    [InlineData("exec sleep 4949.5", NodePhase.Succeeded, null)]
    [InlineData("trap 'exit 0' TERM; touch /krewe-w/up; while true; do sleep 0.05; done", NodePhase.Succeeded, null)]
    [InlineData("exit 5", NodePhase.Failed, "side: Error (exit code 5)")]
    public async Task Sidecar_IsKilledAfterMain_AndOnlyItsOwnFailureCounts(string sidecar, string phase, string? message)
    {
        var template = ExecutorFixture.Parse($$$"""
            {"name":"s","volumes":[{"name":"w","emptyDir":{}}],
             "sidecars":[{"name":"side","command":["sh","-c"],"args":["touch /krewe-w/side; {{{sidecar}}}"],"volumeMounts":[{"name":"w","mountPath":"/krewe-w"}]}],
             "container":{"command":["sh","-c"],"args":["while [ ! -e /krewe-w/side ]; do sleep 0.01; done; echo done"],"volumeMounts":[{"name":"w","mountPath":"/krewe-w"}]}}
            """);

        var report = await _fixture.RunAsync(template);

        // A sidecar that ends by itself may do so before it is asked to: then only an exit code of a signal is forgiven.
        Assert.Equal("done", report.Outputs!.Result);
        Assert.True(report.Phase == phase && report.Message == message, report.Phase + " " + report.Message);
    }

    [Fact]
    public async Task Daemon_IsReadyAtOnce_WithoutProbe_AndEndsWellWhenStopped()
    {
        var reports = new Reports();
        var work = _fixture.Work(ExecutorFixture.Parse("""{"name":"d","daemon":true,"container":{"command":["sleep","4545.5"]}}"""));
        await _fixture.Executor.StartAsync(work, reports, CancellationToken.None);

        var ready = await reports.NextAsync(r => r.Ready);
        await _fixture.Executor.CancelAsync(work.Id, new CancelRequest("no longer needed", TimeSpan.FromSeconds(20)), CancellationToken.None);

        Assert.Equal("127.0.0.1", ready.PodIP);
        var end = await reports.EndAsync();
        Assert.True(end.Phase == NodePhase.Succeeded, end.Message);
    }

    [Fact]
    public async Task Daemon_ThatIsReady_LeavesItsSlotToTheStepsItServes()
    {
        await using var fixture = new ExecutorFixture(slots: 1);
        var reports = new Reports();
        var daemon = fixture.Work(ExecutorFixture.Parse("""{"name":"d","daemon":true,"container":{"command":["sleep","4444.5"]}}"""));
        await fixture.Executor.StartAsync(daemon, reports, CancellationToken.None);
        await reports.NextAsync(r => r.Ready);

        var served = await fixture.RunAsync(ExecutorFixture.Shell("echo served"));

        Assert.Equal("served", served.Outputs!.Result);
        await fixture.Executor.CancelAsync(daemon.Id, new CancelRequest("no longer needed", TimeSpan.Zero), CancellationToken.None);
        Assert.Equal(NodePhase.Succeeded, (await reports.EndAsync()).Phase);
        // The daemon's end gives nothing back a second time: still one at once.
        var first = new Reports();
        var longer = fixture.Work(ExecutorFixture.Shell("exec sleep 4443.5"));
        await fixture.Executor.StartAsync(longer, first, CancellationToken.None);
        await first.RunningAsync();
        var second = new Reports();
        await fixture.Executor.StartAsync(fixture.Work(ExecutorFixture.Shell("true")), second, CancellationToken.None);
        Assert.Equal("Waiting for a free slot (1 in use)", (await second.NextAsync(_ => true)).Message);
        await fixture.Executor.CancelAsync(longer.Id, new CancelRequest("enough", TimeSpan.Zero), CancellationToken.None);
        Assert.Equal(NodePhase.Succeeded, (await second.EndAsync()).Phase);
    }

    [Fact]
    public async Task Daemon_WithExecProbe_IsReadyOnceTheCommandSucceeds()
    {
        var reports = new Reports();
        var template = ExecutorFixture.Parse("""{"name":"d","daemon":true,"container":{"command":["sh","-c"],"args":["touch /tmp/up; exec sleep 4646.5"],"readinessProbe":{"exec":{"command":["test","-e","/tmp/up"]},"periodSeconds":1,"timeoutSeconds":20}}}""");
        var work = _fixture.Work(template);
        await _fixture.Executor.StartAsync(work, reports, CancellationToken.None);

        var first = await reports.RunningAsync();
        var ready = await reports.NextAsync(r => r.Ready);

        Assert.False(first.Ready);
        Assert.Equal("127.0.0.1", ready.PodIP);
        await _fixture.Executor.CancelAsync(work.Id, new CancelRequest("stop", TimeSpan.Zero), CancellationToken.None);
        Assert.Equal(NodePhase.Succeeded, (await reports.EndAsync()).Phase);
    }

    [Theory]
    [InlineData("tcpSocket", "")]
    [InlineData("httpGet", "\"path\":\"/healthz\",")]
    public async Task Daemon_WithNetworkProbe_IsReadyOnceThePortAnswers(string kind, string path)
    {
        using var server = kind == "httpGet" ? LocalServer.Start(c => c.Response.StatusCode = c.Request.Url!.AbsolutePath == "/healthz" ? 200 : 500) : null;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = server?.Port ?? ((IPEndPoint)listener.LocalEndpoint).Port;
        var reports = new Reports();
        var work = _fixture.Work(ExecutorFixture.Parse($$$$$"""{"name":"d","daemon":true,"container":{"command":["sleep","4747.5"],"readinessProbe":{"{{{{{kind}}}}}":{{{{{{path}}}}}"port":{{{{{port}}}}}},"periodSeconds":1,"timeoutSeconds":20}}}"""));
        await _fixture.Executor.StartAsync(work, reports, CancellationToken.None);

        Assert.Equal("127.0.0.1", (await reports.NextAsync(r => r.Ready)).PodIP);
        await _fixture.Executor.CancelAsync(work.Id, new CancelRequest("stop", TimeSpan.Zero), CancellationToken.None);
        Assert.Equal(NodePhase.Succeeded, (await reports.EndAsync()).Phase);
    }

    [Fact]
    public async Task Set_RunsDependenciesFirst_AndLeavesOutWhatDependsOnAFailure()
    {
        var template = ExecutorFixture.Parse("""
            {"name":"set","containerSet":{"containers":[
              {"name":"a","command":["sh","-c"],"args":["exit 3"]},
              {"name":"b","dependencies":["a"],"command":["echo","never"]},
              {"name":"main","command":["echo","free"]}]}}
            """);

        var report = await _fixture.RunAsync(template);

        Assert.Equal((NodePhase.Failed, "a: Error (exit code 3)"), (report.Phase, report.Message));
        Assert.Equal((NodePhase.Failed, (int?)3), (report.Containers["a"].Phase, report.Containers["a"].ExitCode));
        Assert.Null(report.Containers["b"].ExitCode);
        Assert.Equal(NodePhase.Succeeded, report.Containers["main"].Phase);
    }

    [Fact]
    public async Task Set_RetriesAContainer_AsOftenAsItSays()
    {
        var template = ExecutorFixture.Parse("""
            {"name":"set","volumes":[{"name":"w","emptyDir":{}}],"containerSet":{"retryStrategy":{"retries":"2"},"volumeMounts":[{"name":"w","mountPath":"/krewe-w"}],"containers":[
              {"name":"main","command":["sh","-c"],"args":["echo x >> /krewe-w/n; [ $(wc -l < /krewe-w/n) -ge 3 ] && wc -l < /krewe-w/n"]}]}}
            """);

        var report = await _fixture.RunAsync(template);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("3", report.Outputs!.Result!.Trim());
    }

    [Fact]
    public async Task Progress_IsReported_WhileMainRuns()
    {
        var signs = Directory.CreateDirectory("/var/tmp/krewe-signs-" + Guid.NewGuid().ToString("N")).FullName;
        try
        {
            var reports = new Reports();
            var work = _fixture.Work(ExecutorFixture.Shell($"echo 1/2 > $ARGO_PROGRESS_FILE; while [ ! -e {signs}/go ]; do sleep 0.05; done; echo 2/2 > $ARGO_PROGRESS_FILE"));
            await _fixture.Executor.StartAsync(work, reports, CancellationToken.None);

            await reports.NextAsync(r => r.Progress == "1/2");
            await File.WriteAllTextAsync(Path.Combine(signs, "go"), "");

            var end = await reports.EndAsync();
            Assert.Equal((NodePhase.Succeeded, "2/2"), (end.Phase, end.Progress));
        }
        finally
        {
            Directory.Delete(signs, recursive: true);
        }
    }

    [Fact]
    public async Task ArchiveLogs_KeepsTheLog_AsAnArtifact()
    {
        var report = await _fixture.RunAsync(_fixture.Work(ExecutorFixture.Shell("echo one; echo two")) with { ArchiveLogs = true, ArchiveKeyPrefix = "wf/pod" });

        var artifact = Assert.Single(report.Outputs!.Artifacts!);
        Assert.Equal(("main-logs", "wf/pod/main.log"), (artifact.Name, artifact.S3!.Key));
        using var reader = new StreamReader((await _fixture.Store.OpenAsync("wf/pod/main.log", CancellationToken.None))!);
        Assert.Equal("one\ntwo\n", await reader.ReadToEndAsync());
    }
}
