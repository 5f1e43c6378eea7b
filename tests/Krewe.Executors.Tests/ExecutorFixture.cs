using System.Text.Json;
using Krewe.Artifacts;
using Krewe.Executors.Process;
using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>An executor on a fresh folder, with a supervisor of its own that ends with the test.</summary>
public sealed class ExecutorFixture : IAsyncDisposable
{
    private int _count;

    public ExecutorFixture(int slots = 8, string? folder = null)
    {
        Folder = folder ?? Path.Combine(Path.GetTempPath(), "krewe-test-" + Guid.NewGuid().ToString("N"));
        Secrets = Path.Combine(Folder, "secrets");
        Directory.CreateDirectory(Secrets);
        Store = new LocalArtifactStore(Path.Combine(Folder, "artifacts"));
        Slots = slots;
        Executor = Create();
    }

    public string Folder { get; }

    public string Secrets { get; }

    public int Slots { get; }

    public LocalArtifactStore Store { get; }

    public ProcessExecutor Executor { get; private set; }

    public int SupervisorPid => ProcessTable.Find("serve", Path.Combine(Folder, "exec"));

    public static Template Parse(string json) => JsonSerializer.Deserialize(json, ModelJson.Default.Template)!;

    /// <summary>A container template that runs a shell line.</summary>
    public static Template Shell(string line) => new() { Name = "t", Container = new Container { Image = "alpine", Command = ["sh", "-c"], Args = [line] } };

    public NodeWork Work(Template template, string? node = null) => new()
    {
        Id = new NodeWorkId("run", node ?? "node-" + Interlocked.Increment(ref _count), 0),
        Namespace = "default",
        WorkflowName = "wf",
        NodeName = "wf.node",
        PodName = "wf-t-1",
        ArchiveKeyPrefix = "wf/wf-t-" + _count,
        Template = template,
        CaptureResult = true,
    };

    public async Task<NodeReport> RunAsync(NodeWork work)
    {
        var reports = new Reports();
        await Executor.StartAsync(work, reports, CancellationToken.None);
        return await reports.EndAsync();
    }

    public Task<NodeReport> RunAsync(Template template) => RunAsync(Work(template));

    /// <summary>What a new engine does: another executor on the same folder.</summary>
    public async Task RestartAsync()
    {
        await Executor.DisposeAsync();
        Executor = Create();
    }

    public async Task<string> LogAsync(NodeWork work)
    {
        var lines = new List<string>();
        await foreach (var line in Executor.Logs.ReadAsync(work.Id.RunUid, work.Id.NodeId))
            lines.Add(line.Text);
        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync()
    {
        await Executor.DisposeAsync();
        if (SupervisorPid is > 0 and var pid)
            ProcessTable.Kill(pid);
        Directory.Delete(Folder, recursive: true);
    }

    private ProcessExecutor Create() => new(new ProcessExecutorOptions { DataFolder = Folder, SecretsFolder = Secrets, Slots = Slots }, Store);
}
