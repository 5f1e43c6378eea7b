using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>Steps run the images they ask for.</summary>
public sealed class PodmanTests : IClassFixture<PodmanFixture>, IAsyncDisposable
{
    private readonly ExecutorFixture _fixture;

    public PodmanTests(PodmanFixture podman)
    {
        Assert.SkipUnless(podman.Problem is null, podman.Problem ?? "");
        _fixture = new ExecutorFixture(configure: options => options.Runtime = "podman");
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Step_RunsItsImage_WithEntrypointAndDefaultArguments()
    {
        var report = await _fixture.RunAsync(Parse("""{"name":"c","container":{"image":"IMAGE"}}"""));

        Assert.Equal((NodePhase.Succeeded, "entry default"), (report.Phase, report.Outputs!.Result));
        Assert.Empty(await PodmanFixture.ContainersAsync());
    }

    [Theory]
    [InlineData("""{"image":"IMAGE","args":["a","b"]}""", "entry a b")]
    [InlineData("""{"image":"IMAGE","command":["echo"]}""", "")]
    [InlineData("""{"image":"IMAGE","command":["sh","-c"],"args":["cat /etc/of-image; echo $BUILT $OWN $(OWN)"],"env":[{"name":"OWN","value":"mine"}]}""", "from the image\nyes mine mine")]
    [InlineData("""{"image":"IMAGE","command":["sh","-c","echo $PATH"],"env":[{"name":"PATH","value":"/bin:/own"}]}""", "/bin:/own")]
    [InlineData("""{"image":"IMAGE","command":["sh","-c","pwd; id -u; id -g"],"workingDir":"/data","securityContext":{"runAsUser":1234,"runAsGroup":99}}""", "/data\n1234\n99")]
    public async Task Step_IsWhatKubernetesWouldRun(string container, string result)
    {
        var report = await _fixture.RunAsync(Parse($$"""{"name":"c","container":{{container}}}"""));

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal(result, report.Outputs!.Result);
    }

    [Fact]
    public async Task Script_RunsInTheImage_AndTellsProgress()
    {
        var report = await _fixture.RunAsync(Parse("""{"name":"s","script":{"image":"IMAGE","command":["sh"],"source":"cat /etc/of-image\necho 3/3 > $ARGO_PROGRESS_FILE\n"}}"""));

        Assert.Equal((NodePhase.Succeeded, "from the image", "3/3"), (report.Phase, report.Outputs!.Result, report.Progress));
    }

    [Fact]
    public async Task OutputsAnywhereInTheImage_AndInputsAndVolumes_ComeAndGo()
    {
        var template = Parse("""
            {"name":"o",
             "inputs":{"artifacts":[{"name":"in","path":"/opt/in.txt","raw":{"data":"given"}}]},
             "outputs":{"parameters":[{"name":"p","valueFrom":{"path":"/result.txt"}}],"artifacts":[{"name":"all","path":"/data","archive":{"none":{}}},{"name":"maybe","path":"/nothing","optional":true}]},
             "volumes":[{"name":"work","emptyDir":{}}],
             "container":{"image":"IMAGE","securityContext":{"runAsUser":0},"command":["sh","-c"],"args":["cat /opt/in.txt > /result.txt; echo x > /data/x; echo y > /vol/y; cat /vol/y"],"volumeMounts":[{"name":"work","mountPath":"/vol"}]}}
            """);

        var report = await _fixture.RunAsync(template);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal(("given", "y"), (Assert.Single(report.Outputs!.Parameters!).Value!.ToString(), report.Outputs.Result));
        Assert.Equal("all", Assert.Single(report.Outputs.Artifacts!).Name);
    }

    [Theory]
    [InlineData("""{"image":"IMAGE","command":["sh","-c","exit 7"]}""", NodePhase.Failed, "main: Error (exit code 7)")]
    [InlineData("""{"image":"IMAGE","command":["sh","-c","exit 125"]}""", NodePhase.Failed, "main: Error (exit code 125)")]
    [InlineData("""{"image":"IMAGE","command":["no-such-program"]}""", NodePhase.Failed, "no-such-program")]
    [InlineData("""{"image":"localhost/no-such-image:1","imagePullPolicy":"Never","command":["true"]}""", NodePhase.Error, "localhost/no-such-image:1")]
    [InlineData("""{"command":["true"]}""", NodePhase.Error, "gives no image")]
    public async Task Failure_SaysWhatIsWrong_AndLeavesNoContainer(string container, string phase, string message)
    {
        var report = await _fixture.RunAsync(Parse($$"""{"name":"c","container":{{container}}}"""));

        Assert.Equal(phase, report.Phase);
        Assert.Contains(message, report.Message!, StringComparison.Ordinal);
        Assert.Empty(await PodmanFixture.ContainersAsync());
    }

    [Fact]
    public async Task Cancel_EndsTheContainer_ThatDoesNotHear()
    {
        var work = _fixture.Work(Parse("""{"name":"c","container":{"image":"IMAGE","command":["sh","-c","trap '' TERM; while true; do sleep 0.1; done"]}}"""));
        var reports = new Reports();
        await _fixture.Executor.StartAsync(work, reports, CancellationToken.None);
        await reports.RunningAsync();

        await _fixture.Executor.CancelAsync(work.Id, new CancelRequest("enough", TimeSpan.FromMilliseconds(200)), CancellationToken.None);
        var end = await reports.EndAsync();

        Assert.Equal((NodePhase.Failed, "enough"), (end.Phase, end.Message));
        Assert.Empty(await PodmanFixture.ContainersAsync());
    }

    [Fact]
    public async Task Container_OutlivesTheEngine_AndIsCollectedByTheNext()
    {
        var signs = Directory.CreateDirectory(Path.Combine(_fixture.Folder, "signs")).FullName;
        var template = Parse("""
            {"name":"c",
             "outputs":{"parameters":[{"name":"p","valueFrom":{"path":"/count"}}]},
             "volumes":[{"name":"s","hostPath":{"path":"SIGNS"}}],
             "container":{"image":"IMAGE","command":["sh","-c","echo run >> /s/count; while ! test -e /s/go; do sleep 0.05; done; cat /s/count > /count"],"volumeMounts":[{"name":"s","mountPath":"/s"}]}}
            """.Replace("SIGNS", signs, StringComparison.Ordinal));
        var work = _fixture.Work(template);
        var before = new Reports();
        await _fixture.Executor.StartAsync(work, before, CancellationToken.None);
        await before.RunningAsync();
        await _fixture.RestartAsync();
        await File.WriteAllTextAsync(Path.Combine(signs, "go"), "");

        var report = await _fixture.RunAsync(work);

        Assert.True(report.Phase == NodePhase.Succeeded, $"{report.Message}: {await _fixture.LogAsync(work)}");
        Assert.Equal("run", Assert.Single(report.Outputs!.Parameters!).Value!.ToString());
    }

    [Fact]
    public async Task Daemon_IsProbedInItsContainer()
    {
        var work = _fixture.Work(Parse("""{"name":"d","daemon":true,"container":{"image":"IMAGE","command":["sh","-c","touch /up; exec sleep 4949.5"],"readinessProbe":{"exec":{"command":["test","-e","/up"]},"periodSeconds":1,"timeoutSeconds":20}}}"""));
        var reports = new Reports();
        await _fixture.Executor.StartAsync(work, reports, CancellationToken.None);

        await reports.NextAsync(r => r.Ready);
        await _fixture.Executor.CancelAsync(work.Id, new CancelRequest("stop", TimeSpan.FromMilliseconds(200)), CancellationToken.None);

        var end = await reports.EndAsync();
        Assert.True(end.Phase == NodePhase.Succeeded, end.Message);
        Assert.Empty(await PodmanFixture.ContainersAsync());
    }

    private static Template Parse(string json) => ExecutorFixture.Parse(json.Replace("IMAGE", PodmanFixture.Image, StringComparison.Ordinal));
}
