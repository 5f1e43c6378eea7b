using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>What a step finds in its environment.</summary>
public sealed class EnvironmentTests : IAsyncDisposable
{
    private readonly ExecutorFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Fields_ComeFromThePod()
    {
        var template = ExecutorFixture.Parse("""
            {"name":"e","container":{"command":["sh","-c"],"args":["echo $NAME $NS $UID_ $LABEL $SA"],"env":[
              {"name":"NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},
              {"name":"NS","valueFrom":{"fieldRef":{"fieldPath":"metadata.namespace"}}},
              {"name":"UID_","valueFrom":{"fieldRef":{"fieldPath":"metadata.uid"}}},
              {"name":"LABEL","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['app']"}}},
              {"name":"SA","valueFrom":{"fieldRef":{"fieldPath":"spec.serviceAccountName"}}}]}}
            """);
        var work = _fixture.Work(template) with { Labels = new Dictionary<string, string> { ["app"] = "krewe" }, ServiceAccountName = "robot" };

        var report = await _fixture.RunAsync(work);

        Assert.Equal("wf-t-1 default run krewe robot", report.Outputs!.Result);
    }

    [Fact]
    public async Task ConfigMapsAndSecrets_FillVariables_AndEnvWinsOverEnvFrom()
    {
        _fixture.Write("configmaps/settings/color", "blue");
        _fixture.Write("configmaps/settings/size", "xl");
        _fixture.Write("token/value", "abcdefgh");
        var template = ExecutorFixture.Parse("""
            {"name":"e","container":{"command":["sh","-c"],"args":["echo $color $size $P_value $ONE; [ \"$P_value\" = abcdefgh ]"],
              "envFrom":[{"configMapRef":{"name":"settings"}},{"prefix":"P_","secretRef":{"name":"token"}},{"configMapRef":{"name":"none","optional":true}}],
              "env":[{"name":"size","value":"s"},{"name":"ONE","valueFrom":{"configMapKeyRef":{"name":"settings","key":"color"}}},
                     {"name":"GONE","valueFrom":{"secretKeyRef":{"name":"none","key":"k","optional":true}}}]}}
            """);
        var work = _fixture.Work(template);

        var report = await _fixture.RunAsync(work);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("blue s *** blue", report.Outputs!.Result);
        Assert.Equal("blue s *** blue", await _fixture.LogAsync(work));
    }

    [Theory]
    [InlineData("""{"env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"none","key":"k"}}}]""", "secret \"none\" with key \"k\"")]
    [InlineData("""{"env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"none","key":"k"}}}]""", "configmap \"none\" with key \"k\"")]
    [InlineData("""{"envFrom":[{"secretRef":{"name":"none"}}]""", "secret \"none\" not found")]
    [InlineData("""{"env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"metadata.nonsense"}}}]""", "metadata.nonsense")]
    public async Task MissingSource_IsAnError_ThatNamesIt(string container, string expected)
    {
        var report = await _fixture.RunAsync(ExecutorFixture.Parse($$$$$"""{"name":"e","container":{{{{{container}}}}},"command":["true"]}}"""));

        Assert.Equal(NodePhase.Error, report.Phase);
        Assert.Contains(expected, report.Message!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_AreExpanded_InCommandArgsAndLaterVariables()
    {
        var template = ExecutorFixture.Parse("""{"name":"e","container":{"command":["$(TOOL)"],"args":["$(B)","$$(B)","$(UNKNOWN)"],"env":[{"name":"TOOL","value":"echo"},{"name":"A","value":"x"},{"name":"B","value":"$(A)y"}]}}""");

        var report = await _fixture.RunAsync(template);

        Assert.Equal("xy $(B) $(UNKNOWN)", report.Outputs!.Result);
    }

    [Fact]
    public async Task EnginesOwnVariables_DoNotReachSteps()
    {
        Environment.SetEnvironmentVariable("KREWE_TEST_SECRET", "leak");

        var report = await _fixture.RunAsync(ExecutorFixture.Shell("echo [$KREWE_TEST_SECRET] [$ARGO_WORKFLOW_NAME] [$ARGO_CONTAINER_NAME]"));

        Assert.Equal("[] [wf] [main]", report.Outputs!.Result);
    }

    [Fact]
    public async Task WorkingDir_IsTheHostsFolder_OrMadeForTheStep()
    {
        var existing = await _fixture.RunAsync(ExecutorFixture.Parse("""{"name":"e","container":{"command":["pwd"],"workingDir":"/usr"}}"""));
        var missing = await _fixture.RunAsync(ExecutorFixture.Parse("""{"name":"e","container":{"command":["sh","-c"],"args":["touch here && pwd && ls"],"workingDir":"/krewe-src/deep"}}"""));
        var none = await _fixture.RunAsync(ExecutorFixture.Shell("touch here && ls"));

        Assert.Equal("/usr", existing.Outputs!.Result);
        Assert.Equal("/krewe-src/deep\nhere", missing.Outputs!.Result);
        Assert.Equal("here", none.Outputs!.Result);
        Assert.False(Directory.Exists("/krewe-src"));
    }

    [Theory]
    [InlineData("""["python3"]""", "print(6*7)")]
    [InlineData("""["sh","-e"]""", "echo 42\\ntrue")]
    [InlineData("""["bash","-c"]""", "echo 42")]
    public async Task Script_IsAFile_ForAnyInterpreter(string command, string source)
    {
        var report = await _fixture.RunAsync(ExecutorFixture.Parse($$$$$"""{"name":"s","script":{"command":{{{{{command}}}}},"source":"{{{{{source}}}}}"}}"""));

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("42", report.Outputs!.Result);
    }
}
