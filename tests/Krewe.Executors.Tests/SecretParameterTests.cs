using System.Text;
using Krewe.Executors.Http;
using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>Secret parameters get their values where the step runs, and are seen nowhere else.</summary>
public sealed class SecretParameterTests : ISecretValues, IAsyncDisposable
{
    // Needs escaping in JSON, in URLs, and by nobody in a shell's single quotes.
    private const string Value = "s3cr3t \"pass\\word\" €";
    private readonly ExecutorFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    string? ISecretValues.Read(string name, string key) => (name, key) == ("ci", "token") ? Value : null;

    [Theory]
    [InlineData("""{"name":"t","container":{"command":["sh","-c","test \"$0\" = \"$A\" && echo \"<$0>\"","mark-1"],"env":[{"name":"A","value":"mark-1"}]}}""")]
    [InlineData("""{"name":"t","script":{"command":["sh"],"source":"cat <<'E'\n<mark-1>\nE\n"}}""")]
    [InlineData("""{"name":"t","containerSet":{"containers":[{"name":"main","command":["echo","<mark-1>"]}]}}""")]
    [InlineData("""{"name":"t","container":{"command":["sh","-c","mkdir -p /tmp/o; echo '<mark-1>' | tee /tmp/o/p"]},"outputs":{"parameters":[{"name":"p","valueFrom":{"path":"/tmp/o/p"}}]}}""")]
    public async Task Value_IsGivenToTheStep_AndIsMaskedInResultLogAndFiles(string template)
    {
        _fixture.Write("ci/token", Value + "\n");
        var work = Work(template);

        var report = await _fixture.RunAsync(work);

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("<***>", report.Outputs!.Result);
        Assert.All(report.Outputs.Parameters ?? [], parameter => Assert.Equal("<***>", parameter.Value));
        Assert.Equal("<***>", await _fixture.LogAsync(work));
        await _fixture.Executor.ReleaseAsync(work.Id, deleteWorkFolder: false, CancellationToken.None);
        // What the step itself wrote into its own folder stays as it wrote it.
        Assert.DoesNotContain(Files(), file => !file.EndsWith("/o/p", StringComparison.Ordinal) && File.ReadAllText(file).Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ScriptThatHoldsASecret_IsGone_WhenAnEngineOfLaterTimeEndsIt()
    {
        _fixture.Write("ci/token", Value);
        // Not below /tmp: steps have a /tmp of their own.
        var go = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));
        var work = Work($$$"""{"name":"t","script":{"command":["sh"],"source":"while [ ! -e {{{go}}} ]; do sleep 0.05; done\ncat <<'E'\nmark-1\nE\n"}}""");
        var reports = new Reports();
        await _fixture.Executor.StartAsync(work, reports, CancellationToken.None);
        await reports.RunningAsync();
        Assert.Contains(Files(), file => File.ReadAllText(file).Contains("s3cr3t", StringComparison.Ordinal));
        await _fixture.RestartAsync();
        var next = new Reports();
        await _fixture.Executor.StartAsync(work, next, CancellationToken.None);

        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        var report = await next.EndAsync();
        File.Delete(go);

        Assert.Equal((NodePhase.Succeeded, "***"), (report.Phase, report.Outputs!.Result));
        Assert.DoesNotContain(Files(), file => File.ReadAllText(file).Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, null, NodePhase.Error, "secret \"ci\" with key \"token\"")]
    [InlineData(true, null, NodePhase.Succeeded, "<>")]
    [InlineData(null, "otherwise", NodePhase.Succeeded, "<***>")]
    [InlineData(true, "other", NodePhase.Succeeded, "<other>")]
    public async Task SecretThatIsMissing_IsAnError_UnlessOptionalOrDefault(bool? optional, string? fallback, string phase, string says)
    {
        var work = Work("""{"name":"t","container":{"command":["echo","<mark-1>"]}}""");
        var secret = work.Secrets["mark-1"].SecretKeyRef! with { Optional = optional };

        var report = await _fixture.RunAsync(work with { Secrets = new Dictionary<string, ValueFrom> { ["mark-1"] = new() { Default = fallback, SecretKeyRef = secret } } });

        Assert.Equal(phase, report.Phase);
        Assert.Contains(says, report.Message ?? report.Outputs!.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_OfAStepThatCannotStart_DoesNotSayASecret()
    {
        _fixture.Write("ci/token", "no-such-program");

        var report = await _fixture.RunAsync(Work("""{"name":"t","container":{"command":["/bin/mark-1"]}}"""));

        Assert.NotEqual(NodePhase.Succeeded, report.Phase);
        Assert.DoesNotContain("no-such-program", report.Message!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_HasTheSecretInUrlHeadersAndBody_AndItsAnswerIsMasked()
    {
        using var server = LocalServer.Start(async c =>
        {
            using var reader = new StreamReader(c.Request.InputStream);
            var body = await reader.ReadToEndAsync();
            var right = Uri.UnescapeDataString(c.Request.RawUrl!).EndsWith($"t={Value}", StringComparison.Ordinal) && body == $"<{Value}>";
            c.Response.Close(Encoding.UTF8.GetBytes($"{right} {c.Request.Headers["X-A"]} {c.Request.RawUrl} {body}"), willBlock: false);
        });
        using var requests = new HttpRequests(this);
        var executor = new SecretParameterExecutor(new HttpExecutor(requests, TimeProvider.System), this);

        var report = await RunAsync(executor, Work($$$"""{"name":"t","http":{"url":"{{{server.Url}}}/?t=mark-1","method":"POST","body":"<mark-1>","headers":[{"name":"X-A","value":"a"}]}}"""));

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("True a /?t=*** <***>", report.Outputs!.Result);
    }

    [Fact]
    public async Task Executor_ThatLacksASecret_SaysWhich()
    {
        using var requests = new HttpRequests(this);
        var executor = new SecretParameterExecutor(new HttpExecutor(requests, TimeProvider.System), this);
        var work = Work("""{"name":"t","http":{"url":"http://127.0.0.1:1/mark-1"}}""");

        var missing = await RunAsync(executor, work with { Secrets = new Dictionary<string, ValueFrom> { ["mark-1"] = new() { SecretKeyRef = new SecretKeySelector { Name = "none", Key = "k" } } } });
        var unreachable = await RunAsync(executor, work);

        Assert.Equal(NodePhase.Error, missing.Phase);
        Assert.Contains("secret \"none\" with key \"k\"", missing.Message, StringComparison.Ordinal);
        Assert.Equal(NodePhase.Error, unreachable.Phase);
        Assert.DoesNotContain("s3cr3t", unreachable.Message, StringComparison.Ordinal);
    }

    private NodeWork Work(string template) => _fixture.Work(ExecutorFixture.Parse(template)) with
    {
        Secrets = new Dictionary<string, ValueFrom> { ["mark-1"] = new() { SecretKeyRef = new SecretKeySelector { Name = "ci", Key = "token" } } },
    };

    private static async Task<NodeReport> RunAsync(INodeExecutor executor, NodeWork work)
    {
        var reports = new Reports();
        await executor.StartAsync(work, reports, CancellationToken.None);
        return await reports.EndAsync();
    }

    private IEnumerable<string> Files() => Directory.GetFiles(_fixture.Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Where(file => !file.StartsWith(_fixture.Secrets, StringComparison.Ordinal) && File.GetUnixFileMode(file) != default && new FileInfo(file).Length is > 0 and < 1_000_000);
}
