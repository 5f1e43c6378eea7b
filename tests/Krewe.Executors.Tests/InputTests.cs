using System.Diagnostics;
using System.IO.Compression;
using Krewe.Artifacts;
using Krewe.Artifacts.Archives;
using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>Input artifacts from every kind of location.</summary>
public sealed class InputTests : IAsyncDisposable
{
    private readonly ExecutorFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Raw_IsAFile_WithItsMode()
    {
        var report = await RunAsync(""" "raw":{"data":"echo from-raw"},"mode":493""", "/krewe-in/run.sh", "/krewe-in/run.sh");

        Assert.Equal("from-raw", report.Outputs!.Result);
    }

    [Fact]
    public async Task Http_IsFetched_WithHeadersAndBasicAuth()
    {
        _fixture.Write("web/user", "u");
        _fixture.Write("web/pass", "p");
        using var server = LocalServer.Start(c => c.Response.OutputStream.Write(System.Text.Encoding.UTF8.GetBytes($"{c.Request.Headers["X-One"]} {c.Request.Headers["Authorization"]}")));

        var report = await RunAsync($$$$$""" "http":{"url":"{{{{{server.Url}}}}}/a","headers":[{"name":"X-One","value":"1"}],"auth":{"basicAuth":{"usernameSecret":{"name":"web","key":"user"},"passwordSecret":{"name":"web","key":"pass"}}}}""", "/tmp/in", "cat /tmp/in");

        Assert.Equal("1 Basic dTpw", report.Outputs!.Result);
    }

    [Fact]
    public async Task Http_ThatAnswers404_IsAnError_UnlessOptional()
    {
        using var server = LocalServer.Start(c => c.Response.StatusCode = 404);

        var strict = await RunAsync($$""" "http":{"url":"{{server.Url}}/a"}""", "/tmp/in", "true");
        var lenient = await RunAsync($$""" "optional":true,"http":{"url":"{{server.Url}}/a"}""", "/tmp/in", "ls /tmp/in 2>/dev/null || echo absent");

        Assert.Equal(NodePhase.Error, strict.Phase);
        Assert.Contains("404", strict.Message!, StringComparison.Ordinal);
        Assert.Equal("absent", lenient.Outputs!.Result);
    }

    [Fact]
    public async Task Git_IsCloned_AtItsRevision()
    {
        var work = Path.Combine(_fixture.Folder, "w");
        var bare = Path.Combine(_fixture.Folder, "repo.git");
        Git("/", "init", "--quiet", "-b", "main", work);
        await File.WriteAllTextAsync(Path.Combine(work, "f"), "first");
        Git(work, "add", "f");
        Git(work, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "--quiet", "-m", "one");
        Git(work, "tag", "v1");
        await File.WriteAllTextAsync(Path.Combine(work, "f"), "second");
        Git(work, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "--quiet", "-am", "two");
        Git("/", "clone", "--quiet", "--bare", work, bare);

        var tagged = await RunAsync($$""" "git":{"repo":"{{bare}}","revision":"v1"}""", "/krewe-src", "cat /krewe-src/f");
        var shallow = await RunAsync($$""" "git":{"repo":"file://{{bare}}","depth":1,"revision":"v1"}""", "/krewe-src", "cat /krewe-src/f");
        var head = await RunAsync($$""" "git":{"repo":"{{bare}}"}""", "/krewe-src", "cat /krewe-src/f");
        var missing = await RunAsync($$""" "git":{"repo":"{{bare}}-none"}""", "/krewe-src", "true");

        Assert.Equal("first", tagged.Outputs?.Result ?? tagged.Message);
        Assert.Equal("first", shallow.Outputs?.Result ?? shallow.Message);
        Assert.Equal("second", head.Outputs?.Result ?? head.Message);
        Assert.Contains("git clone of", missing.Message!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreKey_IsLoaded_AndAMissingOneNamed()
    {
        await _fixture.Store.PutAsync("my/key.txt", (s, t) => s.WriteAsync("stored"u8.ToArray(), t).AsTask(), CancellationToken.None);

        var found = await RunAsync(""" "s3":{"key":"my/key.txt"}""", "/krewe-in/f", "cat /krewe-in/f");
        var missing = await RunAsync(""" "s3":{"key":"no/key"}""", "/krewe-in/f", "true");
        var bucket = await RunAsync(""" "s3":{"key":"my/key.txt","bucket":"b","endpoint":"s3.example"}""", "/krewe-in/f", "true");

        Assert.Equal("stored", found.Outputs!.Result);
        Assert.Contains("no/key", missing.Message!, StringComparison.Ordinal);
        Assert.Contains("cannot reach", bucket.Message!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoLocation_IsAnError_UnlessOptional()
    {
        var strict = await RunAsync(""" "mode":420""", "/tmp/in", "true");
        var lenient = await RunAsync(""" "optional":true""", "/tmp/in", "echo ran");

        Assert.Equal(NodePhase.Error, strict.Phase);
        Assert.Equal("ran", lenient.Outputs!.Result);
    }

    [Fact]
    public async Task OptionalOutput_MayBeMissing_AndAStrictOneNot()
    {
        var lenient = await _fixture.RunAsync(ExecutorFixture.Parse("""{"name":"o","container":{"command":["true"]},"outputs":{"artifacts":[{"name":"a","path":"/tmp/none","optional":true}]}}"""));
        var strict = await _fixture.RunAsync(ExecutorFixture.Parse("""{"name":"o","container":{"command":["true"]},"outputs":{"artifacts":[{"name":"a","path":"/tmp/none"}]}}"""));

        Assert.Equal((NodePhase.Succeeded, null), (lenient.Phase, lenient.Outputs!.Artifacts));
        Assert.Equal(NodePhase.Error, strict.Phase);
        Assert.Contains("failed to save artifact a", strict.Message!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderWithoutArchive_BecomesATreeOfKeys()
    {
        var report = await _fixture.RunAsync(_fixture.Work(ExecutorFixture.Parse("""{"name":"o","container":{"command":["sh","-c"],"args":["mkdir -p /tmp/d/e; echo 1 > /tmp/d/one; echo 2 > /tmp/d/e/two"]},"outputs":{"artifacts":[{"name":"a","path":"/tmp/d","archive":{"none":{}},"s3":{"key":"tree"}}]}}""")));

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        var keys = new List<string>();
        await foreach (var found in _fixture.Store.ListAsync("tree", CancellationToken.None))
            keys.Add(found.Key);
        Assert.Equal(["tree/e/two", "tree/one"], keys);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/evil")]
    [InlineData("a/../../evil")]
    public async Task HostileZip_IsRefused(string name)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = await zip.CreateEntry(name).OpenAsync();
            await entry.WriteAsync("x"u8.ToArray());
        }
        packed.Position = 0;
        var folder = Directory.CreateDirectory(Path.Combine(_fixture.Folder, "unzip")).FullName;

        await Assert.ThrowsAsync<ArtifactException>(() => ZipArchiver.UnpackAsync(packed, folder, CancellationToken.None));

        Assert.Empty(Directory.EnumerateFiles(_fixture.Folder, "evil", SearchOption.AllDirectories));
    }

    private Task<NodeReport> RunAsync(string location, string path, string line) =>
        _fixture.RunAsync(ExecutorFixture.Parse($$$$$"""{"name":"i","inputs":{"artifacts":[{"name":"in","path":"{{{{{path}}}}}",{{{{{location}}}}}}]},"container":{"command":["sh","-c"],"args":["{{{{{line}}}}}"]}}"""));

    private static void Git(string folder, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
