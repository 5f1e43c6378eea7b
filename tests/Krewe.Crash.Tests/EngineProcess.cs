using Krewe.Client;

namespace Krewe.Crash.Tests;

/// <summary>An engine on a folder of its own, with the ledger and the gates of a test.</summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private readonly ServerProcess _server;

    /// <summary>An engine that is not started yet, on a new folder.</summary>
    /// <param name="arguments">What the server is started with beside its data folder.</param>
    public EngineProcess(params IReadOnlyList<string> arguments)
    {
        // Not below /tmp: there every step has a folder of its own, and the ledger could not be shared.
        Folder = Directory.CreateDirectory($"/var/tmp/krewe-crash-{Guid.NewGuid():N}").FullName;
        Ledger = new Ledger(Path.Combine(Folder, "ledger"));
        _server = new ServerProcess(new DataFolder(Path.Combine(Folder, "data")), arguments);
    }

    /// <summary>Everything of the test: data, ledger, gates.</summary>
    public string Folder { get; }

    public DataFolder Data => _server.Data;

    public Ledger Ledger { get; }

    /// <summary>Talks to the engine that was started last.</summary>
    public IWorkflowService Client => _server.Client;

    public int SupervisorId => _server.SupervisorId;

    /// <summary>What engines wrote to the console, for messages of failed tests.</summary>
    public string Said => _server.Said;

    /// <summary>Starts the process and does not wait for it.</summary>
    public void Launch() => _server.Launch();

    /// <summary>Waits until the engine says that it serves.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken) => _server.ReadyAsync(cancellationToken);

    /// <summary>Waits until it says where it listens, which it does with <c>--port</c> only.</summary>
    public Task<Uri> ListeningAsync(CancellationToken cancellationToken) => _server.ListeningAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(cancellationToken);

    /// <summary>SIGKILL, and waits until the process is gone.</summary>
    public Task KillAsync() => _server.KillAsync();

    /// <summary>SIGTERM; returns the exit code.</summary>
    public Task<int> StopAsync() => _server.StopAsync();

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await KillAsync();
        await StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (Environment.GetEnvironmentVariable("KREWE_CRASH_KEEP") is null)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
