using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>Volumes and how they are mounted.</summary>
public sealed class VolumeTests : IAsyncDisposable
{
    private readonly ExecutorFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task SecretAndConfigMap_AreFiles_AndSecretsAreGoneAfterwards()
    {
        _fixture.Write("db/password", "hunter22");
        _fixture.Write("db/user", "me");
        _fixture.Write("configmaps/conf/app.ini", "[x]");
        var template = ExecutorFixture.Parse("""
            {"name":"v","volumes":[{"name":"s","secret":{"secretName":"db","items":[{"key":"password","path":"deep/pw"}]}},{"name":"c","configMap":{"name":"conf"}}],
             "container":{"command":["sh","-c"],"args":["cat /krewe-s/deep/pw /krewe-c/app.ini; ls /krewe-s"],
              "volumeMounts":[{"name":"s","mountPath":"/krewe-s","readOnly":true},{"name":"c","mountPath":"/krewe-c"}]}}
            """);
        var work = _fixture.Work(template);

        var report = await _fixture.RunAsync(work);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("***[x]deep", report.Outputs!.Result);
        Assert.Equal("***[x]deep", await _fixture.LogAsync(work));
        await _fixture.Executor.ReleaseAsync(work.Id, deleteWorkFolder: true, CancellationToken.None);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(_fixture.Folder, "runs"), "*", SearchOption.AllDirectories), f => File.ReadAllText(f).Contains("hunter22", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadOnlyMount_RefusesWrites()
    {
        var template = ExecutorFixture.Parse("""{"name":"v","volumes":[{"name":"w","emptyDir":{}}],"container":{"command":["sh","-c"],"args":["touch /krewe-w/x 2>/dev/null && echo wrote || echo refused"],"volumeMounts":[{"name":"w","mountPath":"/krewe-w","readOnly":true}]}}""");

        Assert.Equal("refused", (await _fixture.RunAsync(template)).Outputs!.Result);
    }

    [Fact]
    public async Task OwnedClaim_IsSharedByStepsOfARun_AndGoesWithIt()
    {
        Template Step(string line) => ExecutorFixture.Parse($$$$$"""{"name":"v","volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"data"}}],"container":{"command":["sh","-c"],"args":["{{{{{line}}}}}"],"volumeMounts":[{"name":"w","mountPath":"/krewe-w","subPath":"part"}]}}""");
        await _fixture.RunAsync(_fixture.Work(Step("echo kept > /krewe-w/f")) with { OwnedClaims = ["data"] });

        var same = await _fixture.RunAsync(_fixture.Work(Step("cat /krewe-w/f")) with { OwnedClaims = ["data"] });
        var foreign = await _fixture.RunAsync(_fixture.Work(Step("ls /krewe-w")) with { Id = new NodeWorkId("run2", "n", 0), OwnedClaims = ["data"] });
        await _fixture.Executor.DeleteRunAsync("run", CancellationToken.None);

        Assert.Equal("kept", same.Outputs!.Result);
        Assert.Equal("", foreign.Outputs!.Result);
        Assert.False(Directory.Exists(Path.Combine(_fixture.Folder, "runs", "run")));
    }

    [Fact]
    public async Task UnownedClaim_LivesOn_AfterTheRun()
    {
        Template Step(string line) => ExecutorFixture.Parse($$$$$"""{"name":"v","volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"data"}}],"container":{"command":["sh","-c"],"args":["{{{{{line}}}}}"],"volumeMounts":[{"name":"w","mountPath":"/krewe-w"}]}}""");
        await _fixture.RunAsync(Step("echo kept > /krewe-w/f"));
        await _fixture.Executor.DeleteRunAsync("run", CancellationToken.None);

        var later = await _fixture.RunAsync(_fixture.Work(Step("cat /krewe-w/f")) with { Id = new NodeWorkId("run2", "n", 0) });

        Assert.Equal("kept", later.Outputs!.Result);
    }

    [Theory]
    [InlineData("""{"name":"w","emptyDir":{}}""", ""","subPath":"../.." """, "leads out of its volume")]
    [InlineData("""{"name":"other","emptyDir":{}}""", "", "volume \"w\" is mounted but not declared")]
    [InlineData("""{"name":"w","hostPath":{"path":"/krewe-none"}}""", "", "does not exist on this machine")]
    [InlineData("""{"name":"w","nfs":{"server":"x","path":"/"}}""", "", "of a kind that local processes cannot have")]
    [InlineData("""{"name":"w","secret":{"secretName":"none"}}""", "", "secret \"none\" not found")]
    public async Task ImpossibleVolume_IsAnError_ThatSaysWhy(string volume, string mount, string expected)
    {
        var report = await _fixture.RunAsync(ExecutorFixture.Parse($$$$$"""{"name":"v","volumes":[{{{{{volume}}}}}],"container":{"command":["true"],"volumeMounts":[{"name":"w","mountPath":"/krewe-w"{{{{{mount}}}}}}]}}"""));

        Assert.Equal(NodePhase.Error, report.Phase);
        Assert.Contains(expected, report.Message!, StringComparison.Ordinal);
    }
}
