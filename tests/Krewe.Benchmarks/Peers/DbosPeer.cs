using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Krewe.Benchmarks.Peers;

/// <summary>DBOS Transact from npm, in a Node.js process of its own, on a database of the benchmark's server.</summary>
internal sealed class DbosPeer : IAsyncDisposable
{
    private readonly Process _process;

    private DbosPeer(Process process) => _process = process;

    /// <summary>Installs it in a folder and starts it.</summary>
    public static async Task<DbosPeer> StartAsync(string folder, string connectionString)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Peers", "dbos")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        using (var install = Process.Start(new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = folder })!)
        {
            await install.WaitForExitAsync();
            if (install.ExitCode != 0)
            {
                throw new InvalidOperationException($"npm could not install DBOS: it ended with {install.ExitCode}");
            }
        }

        var database = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo("node", ["bench.mjs"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["PEER_DATABASE_URL"] = string.Create(
            CultureInfo.InvariantCulture, $"postgresql://{database.Username}:{Uri.EscapeDataString(database.Password ?? "")}@{database.Host}:{database.Port}/{database.Database}");
        var peer = new DbosPeer(Process.Start(start)!);
        await peer.AnswerAsync();
        return peer;
    }

    /// <summary>Has a workload run; the seconds that it took, by its own clock.</summary>
    public async Task<double> RunAsync(string order)
    {
        await _process.StandardInput.WriteLineAsync(order);
        await _process.StandardInput.FlushAsync();
        return double.Parse(await AnswerAsync(), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<string> AnswerAsync() => await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("DBOS ended; what it said stands above");
}
