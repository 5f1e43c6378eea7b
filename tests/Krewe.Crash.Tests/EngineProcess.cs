using System.Diagnostics;
using System.Text;
using Krewe.Client;

namespace Krewe.Crash.Tests;

/// <summary><c>krewe server</c> on a data folder of its own, started and killed as often as one likes.</summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private readonly StringBuilder _said = new();
    private readonly List<RemoteWorkflowService> _clients = [];
    private Process? _process;
    private RemoteWorkflowService? _client;
    private Task? _ready;

    /// <summary>An engine that is not started yet, on a new folder.</summary>
    public EngineProcess()
    {
        // Not below /tmp: there every step has a folder of its own, and the ledger could not be shared.
        Folder = Directory.CreateDirectory($"/var/tmp/krewe-crash-{Guid.NewGuid():N}").FullName;
        Ledger = new Ledger(Path.Combine(Folder, "ledger"));
    }

    /// <summary>Everything of the test: data, ledger, gates.</summary>
    public string Folder { get; }

    public DataFolder Data => new(Path.Combine(Folder, "data"));

    public Ledger Ledger { get; }

    /// <summary>Talks to the engine that was started last.</summary>
    public IWorkflowService Client => _client ?? throw new InvalidOperationException("no engine was started");

    public int SupervisorId => ProcessTable.FindSupervisor(Path.Combine(Data.Path, "exec"));

    /// <summary>What engines wrote to the console, for messages of failed tests.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts the process and does not wait for it.</summary>
    public void Launch()
    {
        Assert.Null(_process);
        var start = new ProcessStartInfo("dotnet", [Program, "server", "--data", Data.Path]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        // A new one, without the connections to the last engine; requests that it left behind may still be ending.
        _client = new RemoteWorkflowService(Data.SocketPath);
        _clients.Add(_client);
        _ready = ReadAsync(_process);
    }

    /// <summary>Waits until the engine says that it serves.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken) => await _ready!.WaitAsync(cancellationToken);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Launch();
        await ReadyAsync(cancellationToken);
    }

    /// <summary>SIGKILL, and waits until the process is gone.</summary>
    public async Task KillAsync()
    {
        var process = _process!;
        if (process.HasExited)
        {
            Assert.Fail($"the engine ended by itself ({process.ExitCode}): {Said}");
        }

        process.Kill();
        await EndAsync(process);
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        var process = _process!;
        await ProcessTable.TerminateAsync(process.Id);
        return await EndAsync(process);
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await KillAsync();
        await StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await EndAsync(process);
        }

        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        if (SupervisorId is > 0 and var supervisor)
        {
            await ProcessTable.KillAsync(supervisor);
        }

        if (Environment.GetEnvironmentVariable("KREWE_CRASH_KEEP") is null)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>The program as it was built beside this one.</summary>
    private static string Program
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            var path = Path.Combine(own.Parent!.Parent!.FullName, "Krewe.Cli", own.Name, "krewe-cli.dll");
            return File.Exists(path) ? path : throw new FileNotFoundException("krewe-cli is not built", path);
        }
    }

    private async Task<int> EndAsync(Process process)
    {
        await process.WaitForExitAsync();
        _process = null;
        using (process)
        {
            return process.ExitCode;
        }
    }

    private Task ReadAsync(Process process)
    {
        var serving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = ReadAsync(process.StandardError, static _ => { });
        _ = ReadAsync(process.StandardOutput, line =>
        {
            if (line is null)
            {
                serving.TrySetException(new InvalidOperationException("the engine does not serve: " + Said));
            }
            else if (line.StartsWith("Serving ", StringComparison.Ordinal))
            {
                serving.TrySetResult();
            }
        });
        return serving.Task;
    }

    private async Task ReadAsync(StreamReader reader, Action<string?> onLine)
    {
        string? line;
        do
        {
            line = await reader.ReadLineAsync();
            lock (_said)
            {
                _said.AppendLine(line);
            }

            onLine(line);
        }
        while (line is not null);
    }
}
