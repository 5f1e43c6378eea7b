using Krewe.Executors.Process;
using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>Options of the engine and of single runs.</summary>
public sealed class SettingsTests
{
    [Fact]
    public async Task SharedView_LinksMounts_AndTakesTheLinksAway()
    {
        var warnings = new List<string>();
        await using var fixture = new ExecutorFixture(configure: o => (o.PrivateViews, o.Warn) = (PrivateViews.Never, warnings.Add));
        var mount = "/var/tmp/krewe-link-" + Guid.NewGuid().ToString("N");
        var template = ExecutorFixture.Parse($$$$$"""{"name":"v","inputs":{"artifacts":[{"name":"in","path":"{{{{{mount}}}}}-in","raw":{"data":"raw"}}]},"volumes":[{"name":"w","emptyDir":{}}],"container":{"command":["sh","-c"],"args":["echo x > {{{{{mount}}}}}/f; cat {{{{{mount}}}}}/f {{{{{mount}}}}}-in"],"volumeMounts":[{"name":"w","mountPath":"{{{{{mount}}}}}"}]},"outputs":{"parameters":[{"name":"p","valueFrom":{"path":"{{{{{mount}}}}}/f"}}]}}""");

        var report = await fixture.RunAsync(template);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("x\nraw", report.Outputs!.Result);
        Assert.Equal("x", report.Outputs.Parameters![0].Value);
        Assert.Empty(Directory.EnumerateFileSystemEntries("/var/tmp", Path.GetFileName(mount) + "*"));
        Assert.Contains("share /tmp", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr")]
    [InlineData("/krewe-none/deep")]
    public async Task SharedView_FailsTheNode_WhenAPathCannotBeLinked(string path)
    {
        await using var fixture = new ExecutorFixture(configure: o => o.PrivateViews = PrivateViews.Never);
        var template = ExecutorFixture.Parse($$$$$"""{"name":"v","volumes":[{"name":"w","emptyDir":{}}],"container":{"command":["true"],"volumeMounts":[{"name":"w","mountPath":"{{{{{path}}}}}"}]}}""");

        var report = await fixture.RunAsync(template);

        Assert.Equal(NodePhase.Error, report.Phase);
        Assert.Contains($"path \"{path}\" needs a private view", report.Message!, StringComparison.Ordinal);
        Assert.Contains("allow user namespaces", report.Message!, StringComparison.Ordinal);
        Assert.False(Directory.Exists("/krewe-none"));
    }

    [Fact]
    public async Task SharedView_MountsAHostFolder_AtItsOwnPath()
    {
        await using var fixture = new ExecutorFixture(configure: o => o.PrivateViews = PrivateViews.Never);

        var report = await fixture.RunAsync(ExecutorFixture.Parse("""{"name":"v","volumes":[{"name":"w","hostPath":{"path":"/usr"}}],"container":{"command":["echo","ran"],"volumeMounts":[{"name":"w","mountPath":"/usr"}]}}"""));

        Assert.Equal("ran", report.Outputs?.Result ?? report.Message);
    }

    [Fact]
    public async Task RunSettings_OverrideThoseOfTheEngine_ForTheirRunOnly()
    {
        var asked = new List<string>();
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "krewe-run-" + Guid.NewGuid().ToString("N"))).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "secrets", "db"));
        await File.WriteAllTextAsync(Path.Combine(folder, "secrets", "db", "pw"), "of-the-run");
        await using var fixture = new ExecutorFixture(configure: o => o.RunSettings = (run, _) =>
        {
            lock (asked)
                asked.Add(run);
            return Task.FromResult(run == "own" ? new ProcessRunSettings { SecretsFolder = Path.Combine(folder, "secrets"), WorkingDirectory = folder, Shims = new Dictionary<string, string> { ["acme/say:v1"] = "echo shim" } } : null);
        });
        fixture.Write("db/pw", "of-the-engine");
        var template = ExecutorFixture.Parse("""{"name":"s","container":{"command":["sh","-c"],"args":["echo ${PW#of-}; [ -d secrets/db ] && echo here"],"env":[{"name":"PW","valueFrom":{"secretKeyRef":{"name":"db","key":"pw"}}}]}}""");
        var say = ExecutorFixture.Parse("""{"name":"s","container":{"image":"acme/say:v1","args":["hi"]}}""");

        var own = await fixture.RunAsync(fixture.Work(template) with { Id = new NodeWorkId("own", "a", 0) });
        var shim = await fixture.RunAsync(fixture.Work(say) with { Id = new NodeWorkId("own", "b", 0) });
        var other = await fixture.RunAsync(fixture.Work(template) with { Id = new NodeWorkId("other", "a", 0) });
        var without = await fixture.RunAsync(fixture.Work(say) with { Id = new NodeWorkId("other", "b", 0) });
        Directory.Delete(folder, recursive: true);

        Assert.Equal("the-run\nhere", own.Outputs!.Result);
        Assert.Equal("shim hi", shim.Outputs!.Result);
        Assert.Equal("the-engine", other.Outputs!.Result);
        Assert.Equal(NodePhase.Error, without.Phase);
        Assert.Equal(["own", "other"], asked);
    }

    [Theory]
    [InlineData("acme/say:v1", "\"args\":[\"x\"]", "by-image x")]
    [InlineData("acme/say:v2", "\"command\":[\"/speak\",\"-a\"],\"args\":[\"x\"]", "by-command -a x")]
    [InlineData("acme/say:v1", "\"command\":[\"printf\",\"other\"]", "other")]
    [InlineData("argoproj/argosay:v2", "\"command\":[\"/argosay\"],\"args\":[\"x\"]", "say x")]
    [InlineData("argoproj/argosay:v2", "\"args\":[\"x\"]", "say x")]
    public async Task Shims_MatchAnImage_OrAnImagesCommand(string image, string rest, string expected)
    {
        await using var fixture = new ExecutorFixture(configure: o =>
        {
            o.Shims["acme/say"] = "echo by-image";
            o.Shims["acme/say /speak"] = "echo by-command";
            o.Shims["argoproj/argosay:v2"] = "echo say";
        });

        var report = await fixture.RunAsync(ExecutorFixture.Parse($$$$$"""{"name":"s","container":{"image":"{{{{{image}}}}}",{{{{{rest}}}}}}}"""));

        Assert.Equal(expected, report.Outputs?.Result ?? report.Message);
    }

    [Fact]
    public async Task IgnoredImages_AreTold_OnceARun()
    {
        var told = new List<(string, string)>();
        await using var fixture = new ExecutorFixture(configure: o => o.ImageIgnored = (run, image) => told.Add((run, image)));

        await fixture.RunAsync(ExecutorFixture.Shell("true"));
        await fixture.RunAsync(ExecutorFixture.Shell("true"));
        await fixture.RunAsync(fixture.Work(ExecutorFixture.Shell("true")) with { Id = new NodeWorkId("run2", "n", 0) });

        Assert.Equal([("run", "alpine"), ("run2", "alpine")], told);
    }

    [Fact]
    public async Task UnknownRuntime_IsAnError()
    {
        await using var fixture = new ExecutorFixture(configure: o => o.Runtime = "magic");

        var report = await fixture.RunAsync(ExecutorFixture.Shell("true"));

        Assert.Equal(NodePhase.Error, report.Phase);
        Assert.Contains("runtime \"magic\" is not known", report.Message!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"terminationGracePeriodSeconds\": 7}", 7)]
    [InlineData("containers: []\nterminationGracePeriodSeconds: 12\n", 12)]
    [InlineData("xterminationGracePeriodSeconds: 12", 30)]
    [InlineData(null, 30)]
    public void GracePeriod_ComesFromThePatch(string? patch, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Krewe.Executors.Process.Jobs.GracePeriod.Of(new Template { PodSpecPatch = patch }));

    [Fact]
    public async Task Data_IsListedAndTransformed()
    {
        await using var fixture = new ExecutorFixture();
        foreach (var key in (string[])["in/a.txt", "in/b.pdf", "in/c.pdf", "other/d.pdf"])
            await fixture.Store.PutAsync(key, (s, t) => s.WriteAsync("x"u8.ToArray(), t).AsTask(), CancellationToken.None);
        Template Of(string transformation) => ExecutorFixture.Parse($$$$$"""{"name":"d","data":{"source":{"artifactPaths":{"name":"x","s3":{"key":"in"}}},"transformation":[{{{{{transformation}}}}}]}}""");

        var plain = await fixture.RunAsync(Of(""));
        var piped = await fixture.RunAsync(Of("""{"expression":"filter(data, {# endsWith \".pdf\"})"},{"expression":"map(data, {upper(#)})"}"""));
        var wrong = await fixture.RunAsync(Of("""{"expression":"nonsense("}"""));

        Assert.Equal("""["in/a.txt","in/b.pdf","in/c.pdf"]""", plain.Outputs?.Result ?? plain.Message);
        Assert.Equal("""["IN/B.PDF","IN/C.PDF"]""", piped.Outputs?.Result ?? piped.Message);
        Assert.Equal(NodePhase.Error, wrong.Phase);
        Assert.Contains("nonsense(", wrong.Message!, StringComparison.Ordinal);
    }
}
