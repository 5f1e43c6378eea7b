using System.Globalization;
using System.Text.Json;
using Krewe.Executors.Http.Plugins;
using Krewe.Model;

namespace Krewe.Executors.Tests;

public sealed class PluginHostTests : IDisposable
{
    private const string Program = """
        import json, os
        from http.server import BaseHTTPRequestHandler, HTTPServer
        class Plugin(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps({"node": {"phase": "Succeeded", "message": str(os.getpid())}}).encode())
            def log_message(self, *args):
                pass
        HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Plugin).serve_forever()
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("krewe-plugins-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Host_UsesOneProcessForAllNodes_AndEndsItWithItself()
    {
        int first, second;
        using (var host = new PluginHost(_folder, TimeProvider.System))
        {
            first = await AskAsync(host, "n1");
            second = await AskAsync(host, "n2");
        }

        Assert.Equal(first, second);
        Assert.False(await IsAliveAsync(first));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task NextHost_EndsWhatAKilledOneLeftBehind()
    {
        using var killed = new PluginHost(_folder, TimeProvider.System);
        var left = await AskAsync(killed, "n1");

        using var next = new PluginHost(_folder, TimeProvider.System);
        var started = await AskAsync(next, "n2");

        Assert.NotEqual(left, started);
        Assert.False(await IsAliveAsync(left));
    }

    // The process id that the plugin answers with.
    private static async Task<int> AskAsync(PluginHost host, string node)
    {
        var manifest = JsonSerializer.SerializeToElement(new { metadata = new { name = "pid" }, spec = new { sidecar = new { container = new { command = new[] { "python3", "-c" }, args = new[] { Program } } } } });
        using var executor = new PluginExecutor(host, (_, _) => Task.FromResult<IReadOnlyList<ExecutorPlugin>>([ExecutorPlugin.Read(manifest)]), TimeProvider.System, CancellationToken.None);
        var reports = new Reports();
        var work = new NodeWork
        {
            Id = new NodeWorkId("run", node, 0),
            Namespace = "default",
            WorkflowName = "wf",
            NodeName = node,
            PodName = node,
            ArchiveKeyPrefix = "wf",
            Template = new Template { Name = "t", Plugin = JsonSerializer.SerializeToElement(new { pid = new { } }) },
        };
        await executor.StartAsync(work, reports, TestContext.Current.CancellationToken);
        var report = await reports.EndAsync();
        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        return int.Parse(report.Message!, CultureInfo.InvariantCulture);
    }

    private static async Task<bool> IsAliveAsync(int pid)
    {
        // A killed process stays in the table until its parent has asked for its exit code.
        var stat = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat";
        return File.Exists(stat) && (await File.ReadAllTextAsync(stat, TestContext.Current.CancellationToken)).Split(") ")[^1][0] is not ('Z' or 'X');
    }
}
