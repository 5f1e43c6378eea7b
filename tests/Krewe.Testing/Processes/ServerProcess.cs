using System.Diagnostics;
using System.Globalization;
using System.Text;
using Krewe.Client;

namespace Krewe.Testing;

/// <summary><c>krewe server</c> on a data folder, started, frozen and killed as often as one likes.</summary>
/// <remarks>Where <c>KREWE_SERVER_LOGS</c> names a folder, what each process says is also written to a file there, line by line.</remarks>
/// <param name="data">The data folder.</param>
/// <param name="arguments">What follows <c>server --data FOLDER</c>.</param>
public sealed class ServerProcess(DataFolder data, params IReadOnlyList<string> arguments) : IAsyncDisposable
{
    private readonly StringBuilder _said = new();
    private readonly List<RemoteWorkflowService> _clients = [];
    private Process? _process;
    private RemoteWorkflowService? _client;
    private Task? _ready;
    private TaskCompletionSource<Uri> _listening = new();

    public DataFolder Data { get; } = data;

    /// <summary>Talks to the process that was started last.</summary>
    public IWorkflowService Client => _client ?? throw new InvalidOperationException("no engine was started");

    /// <summary>Whether it was started and has not ended.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Id of the process that was started last, or 0.</summary>
    public int ProcessId => _process?.Id ?? 0;

    /// <summary>Id of the supervisor of its steps, or 0.</summary>
    public int SupervisorId => ProcessTable.FindSupervisor(Path.Combine(Data.Path, "exec"));

    /// <summary>What the processes wrote to the console, for messages of failed tests.</summary>
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
        if (_process is not null)
        {
            throw new InvalidOperationException("the engine was started already");
        }

        var start = new ProcessStartInfo("dotnet", [Program, "server", "--data", Data.Path, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        // A new one, without the connections to the last engine; requests that it left behind may still be ending.
        _client = new RemoteWorkflowService(Data.SocketPath);
        _clients.Add(_client);
        _listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ready = ReadAsync(_process, _listening);
    }

    /// <summary>Waits until it says where it listens, which it does with <c>--port</c> only.</summary>
    public Task<Uri> ListeningAsync(CancellationToken cancellationToken) => _listening.Task.WaitAsync(cancellationToken);

    /// <summary>Waits until it says that it serves.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken) => await _ready!.WaitAsync(cancellationToken);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Launch();
        await ReadyAsync(cancellationToken);
    }

    /// <summary>SIGKILL, and waits until the process is gone. It must not have ended by itself.</summary>
    public async Task KillAsync()
    {
        var process = _process!;
        if (process.HasExited)
        {
            throw new InvalidOperationException($"the engine ended by itself ({process.ExitCode}): {Said}");
        }

        process.Kill();
        await WaitForEndAsync();
    }

    /// <summary>SIGKILL if it has not ended by itself, and waits until the process is gone.</summary>
    public Task EndAsync()
    {
        _process!.Kill();
        return WaitForEndAsync();
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await ProcessTable.TerminateAsync(_process!.Id);
        return await WaitForEndAsync();
    }

    /// <summary>SIGSTOP: it stays in memory, with its connections, and does nothing.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>Waits until it has ended, for whatever reason; returns the exit code.</summary>
    public async Task<int> WaitForEndAsync()
    {
        var process = _process!;
        await process.WaitForExitAsync();
        _process = null;
        using (process)
        {
            return process.ExitCode;
        }
    }

    /// <summary>Ends it and its supervisor.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await WaitForEndAsync();
        }

        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        if (SupervisorId is > 0 and var supervisor)
        {
            await ProcessTable.KillAsync(supervisor);
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

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private Task ReadAsync(Process process, TaskCompletionSource<Uri> listening)
    {
        var serving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = LogOf(process);
        _ = ReadAsync(process.StandardError, log);
        _ = ReadAsync(process.StandardOutput, line =>
        {
            log(line);
            if (line is null)
            {
                serving.TrySetException(new InvalidOperationException("the engine does not serve: " + Said));
                listening.TrySetCanceled();
            }
            else if (line.StartsWith("Serving ", StringComparison.Ordinal))
            {
                serving.TrySetResult();
            }
            else if (line.StartsWith("Argo's API", StringComparison.Ordinal))
            {
                listening.TrySetResult(new Uri(line[(line.LastIndexOf(' ') + 1)..]));
            }
        });
        return serving.Task;
    }

    private Action<string?> LogOf(Process process)
    {
        if (Environment.GetEnvironmentVariable("KREWE_SERVER_LOGS") is not { Length: > 0 } folder)
        {
            return static _ => { };
        }

        var file = Path.Combine(folder, $"{process.Id}.log");
        return line =>
        {
            lock (_said)
            {
                File.AppendAllText(file, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {Path.GetFileName(Data.Path)} {line}\n");
            }
        };
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
