using System.Formats.Tar;
using System.Text;
using Krewe.Artifacts;
using Krewe.Artifacts.Archives;
using Krewe.Model;

namespace Krewe.Executors.Tests;

public sealed class ArtifactTests : IAsyncDisposable
{
    private readonly ExecutorFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData(""","archive":{"zip":{}}""")]
    [InlineData(""","archive":{"none":{}}""")]
    public async Task Artifact_GoesFromStepToStep_WithEveryArchive(string archive)
    {
        var produce = ExecutorFixture.Parse($$$"""{"name":"p","container":{"command":["sh","-c"],"args":["mkdir -p /tmp/d/e && echo deep > /tmp/d/e/f"]},"outputs":{"artifacts":[{"name":"tree","path":"/tmp/d"{{{archive}}}}]}}""");
        var made = await _fixture.RunAsync(produce);
        Assert.True(made.Phase == NodePhase.Succeeded, made.Message);
        var artifact = Assert.Single(made.Outputs!.Artifacts!);
        var consume = ExecutorFixture.Parse("""{"name":"c","container":{"command":["cat","/incoming/tree/e/f"]}}""") with { Inputs = new Inputs { Artifacts = [artifact with { Path = "/incoming/tree" }] } };

        var report = await _fixture.RunAsync(consume);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("deep", report.Outputs!.Result);
        Assert.False(Directory.Exists("/incoming"));
    }

    [Fact]
    public async Task OutputPath_MayLieInAFolderThatTheHostDoesNotHave()
    {
        var template = ExecutorFixture.Parse("""{"name":"p","container":{"command":["sh","-c"],"args":["echo 7 > /krewe-out/n; ls /usr > /dev/null"]},"outputs":{"parameters":[{"name":"n","valueFrom":{"path":"/krewe-out/n"}}]}}""");

        var report = await _fixture.RunAsync(template);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("7", Assert.Single(report.Outputs!.Parameters!).Value);
        Assert.False(Directory.Exists("/krewe-out"));
    }

    [Fact]
    public async Task OutputAtTheRoot_MayBeWrittenByItsBareName()
    {
        var template = ExecutorFixture.Parse("""{"name":"p","container":{"command":["sh","-c"],"args":["pwd; echo 8 > krewe-root-file"]},"outputs":{"parameters":[{"name":"n","valueFrom":{"path":"/krewe-root-file"}}]}}""");

        var report = await _fixture.RunAsync(template);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal(("/", "8"), (report.Outputs!.Result, Assert.Single(report.Outputs.Parameters!).Value));
        Assert.False(File.Exists("/krewe-root-file"));
    }

    [Fact]
    public async Task MissingOutput_TakesItsDefault_OrIsAnError()
    {
        var template = ExecutorFixture.Parse("""{"name":"p","container":{"command":["true"]},"outputs":{"parameters":[{"name":"a","valueFrom":{"path":"/tmp/none","default":"d"}}]}}""");
        var strict = ExecutorFixture.Parse("""{"name":"p","container":{"command":["true"]},"outputs":{"parameters":[{"name":"a","valueFrom":{"path":"/tmp/none"}}]}}""");

        var lenient = await _fixture.RunAsync(template);
        var error = await _fixture.RunAsync(strict);

        Assert.Equal((NodePhase.Succeeded, "d"), (lenient.Phase, lenient.Outputs!.Parameters![0].Value));
        Assert.Equal(NodePhase.Error, error.Phase);
        Assert.Contains("/tmp/none", error.Message!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_ReachesTheStep_ButNotItsLog()
    {
        Directory.CreateDirectory(Path.Combine(_fixture.Secrets, "db"));
        await File.WriteAllTextAsync(Path.Combine(_fixture.Secrets, "db", "password"), "s3cr3t-value\n");
        var template = ExecutorFixture.Parse("""{"name":"s","container":{"command":["sh","-c"],"args":["echo pw=$PW $(COPY); [ \"$PW\" = s3cr3t-value ]"],"env":[{"name":"PW","valueFrom":{"secretKeyRef":{"name":"db","key":"password"}}},{"name":"COPY","value":"x$(PW)y"}]}}""");
        var work = _fixture.Work(template);

        var report = await _fixture.RunAsync(work);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("pw=*** x***y", await _fixture.LogAsync(work));
        var files = Directory.EnumerateFiles(Path.Combine(_fixture.Folder, "runs"), "*", SearchOption.AllDirectories);
        Assert.DoesNotContain(files, f => File.ReadAllText(f).Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secret_ThatAStepHandsOut_IsMaskedInItsOutputs()
    {
        Directory.CreateDirectory(Path.Combine(_fixture.Secrets, "keys"));
        await File.WriteAllTextAsync(Path.Combine(_fixture.Secrets, "keys", "pair"), "first-line\nsecond-line\n");
        await File.WriteAllTextAsync(Path.Combine(_fixture.Secrets, "keys", "pin"), "12");
        var template = ExecutorFixture.Parse("""
            {"name":"s","volumes":[{"name":"v","secret":{"secretName":"keys"}}],
             "container":{"command":["sh","-c"],"args":["printf 'pin %s, %s' $PIN \"$(head -1 /etc/keys/pair)\"; tail -1 /etc/keys/pair > /tmp/out"],
              "volumeMounts":[{"name":"v","mountPath":"/etc/keys"}],"env":[{"name":"PIN","valueFrom":{"secretKeyRef":{"name":"keys","key":"pin"}}}]},
             "outputs":{"parameters":[{"name":"line","valueFrom":{"path":"/tmp/out"}}]}}
            """);

        var report = await _fixture.RunAsync(template);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        // What is too short to be told from ordinary text stays.
        Assert.Equal(("pin 12, ***", "***"), (report.Outputs!.Result, report.Outputs.Parameters![0].Value));
    }

    [Fact]
    public async Task ContainerSet_RunsInOrder_OnSharedVolumes()
    {
        var template = ExecutorFixture.Parse("""{"name":"set","volumes":[{"name":"ws","emptyDir":{}}],"containerSet":{"volumeMounts":[{"name":"ws","mountPath":"/krewe-ws"}],"containers":[{"name":"a","command":["sh","-c"],"args":["echo from-a > /krewe-ws/x"]},{"name":"main","dependencies":["a"],"command":["cat","/krewe-ws/x"]}]}}""");

        var report = await _fixture.RunAsync(template);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("from-a", report.Outputs!.Result);
        Assert.All(report.Containers.Values, c => Assert.Equal(NodePhase.Succeeded, c.Phase));
    }

    [Theory]
    [InlineData("../evil", null)]
    [InlineData("/evil", null)]
    [InlineData("link", "/etc")]
    [InlineData("link", "../../outside")]
    public async Task Unpack_Refuses_WhatLeadsOut(string name, string? link)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_fixture.Folder, "unpack")).FullName;
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            TarEntry entry = link is null
                ? new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("x")) }
                : new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = link };
            await writer.WriteEntryAsync(entry);
        }
        tar.Position = 0;

        await Assert.ThrowsAsync<ArtifactException>(() => TarArchive.UnpackAsync(tar, folder, CancellationToken.None));

        Assert.False(File.Exists(Path.Combine(_fixture.Folder, "evil")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task Store_KeepsEqualContentOnce_AndDropsWhatNoKeyNames()
    {
        static Task Write(Stream s, CancellationToken t) => s.WriteAsync("same"u8.ToArray(), t).AsTask();
        await _fixture.Store.PutAsync("a/b", Write, CancellationToken.None);
        await _fixture.Store.PutAsync("a", Write, CancellationToken.None);
        var content = Path.Combine(_fixture.Folder, "artifacts", "content");
        Assert.Single(Directory.EnumerateFiles(content, "*", SearchOption.AllDirectories));

        await _fixture.Store.DeleteAsync("a/b", CancellationToken.None);
        await _fixture.Store.DeleteAsync("a", CancellationToken.None);
        var freed = await _fixture.Store.CollectGarbageAsync(TimeProvider.System.GetUtcNow().AddHours(1), CancellationToken.None);

        Assert.Equal(4, freed);
        await Assert.ThrowsAsync<ArtifactException>(() => _fixture.Store.FindAsync("../x", CancellationToken.None));
    }
}
