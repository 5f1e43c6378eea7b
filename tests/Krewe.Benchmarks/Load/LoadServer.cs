using System.Diagnostics;
using System.Globalization;

namespace Krewe.Benchmarks.Load;

/// <summary><c>krewe server</c> in a process of its own, on a free port.</summary>
internal sealed class LoadServer : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private readonly Process _process;

    private LoadServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public Uri Address { get; }

    /// <summary>For short calls; streams have clients of their own.</summary>
    public HttpClient Http { get; }

    /// <summary>Bytes resident now.</summary>
    public long Resident
    {
        get
        {
            var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status")).First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Processor time that it has used.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<LoadServer> StartAsync(string folder)
    {
        var program = Path.Combine(new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.FullName, "Krewe.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "krewe-cli.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, "server", "--data", folder, "--port", "0", "--api-rate-limit", "0"]) { RedirectStandardOutput = true })!;
        using var patience = new CancellationTokenSource(StartPatience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("Argo's API", StringComparison.Ordinal))
            {
                // What else it says is of no interest, but must not fill the pipe.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new LoadServer(process, new Uri(line[(line.LastIndexOf(' ') + 1)..]));
            }
        }

        throw new InvalidOperationException("the server ended before it listened");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using (_process)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }
    }
}
