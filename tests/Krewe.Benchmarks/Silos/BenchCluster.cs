using System.Diagnostics;
using System.Globalization;
using Krewe.Benchmarks.Measuring;
using Krewe.Client;
using Krewe.Model;
using Krewe.Testing;
using Npgsql;

namespace Krewe.Benchmarks.Silos;

/// <summary>Servers in processes of their own that share one PostgreSQL, driven through their sockets.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private readonly IReadOnlyList<ServerProcess> _silos;
    private int _slices;

    private BenchCluster(IReadOnlyList<ServerProcess> silos) => _silos = silos;

    /// <summary>Starts that many silos on a database; each may run that many processes at once.</summary>
    public static async Task<BenchCluster> StartAsync(string folder, string connectionString, int count)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString);
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, database.Password);
        database.Remove("Password");
        using var patience = new CancellationTokenSource(Patience);
        var silos = FreePorts.Of(count).Select((port, index) => new ServerProcess(
            new DataFolder(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"silo{index}"))),
            "--postgres", database.ConnectionString, "--postgres-password-file", passwordFile, "--silo-port", port.ToString(CultureInfo.InvariantCulture), "--shared", Path.Combine(folder, "shared"))).ToList();
        foreach (var silo in silos)
        {
            silo.Launch();
            // One after the other: the first makes the tables, and all are members before the work comes.
            await silo.ReadyAsync(patience.Token);
        }

        return new BenchCluster(silos);
    }

    /// <summary>Submits copies of a workflow to the silos in turn and waits until all have succeeded; seconds.</summary>
    public async Task<double> RunAsync(Workflow workflow, int copies)
    {
        using var patience = new CancellationTokenSource(Patience);
        var slice = string.Create(CultureInfo.InvariantCulture, $"slice{++_slices}");
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, copies).Select(copy =>
            _silos[copy % _silos.Count].Client.CreateAsync(new CreateRunRequest { Namespace = slice, Workflow = workflow }, patience.Token)));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await AllSucceededAsync(slice, copies, patience.Token))
        {
            await tick.WaitForNextTickAsync(patience.Token);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>A client of the first silo.</summary>
    public IWorkflowService Client => _silos[0].Client;

    /// <summary>Bytes resident in all silos together, now and at their peaks.</summary>
    public (long Resident, long Peak) Memory => _silos.Select(silo => ProcessMemory.Of(silo.ProcessId)).Aggregate((a, b) => (a.Resident + b.Resident, a.Peak + b.Peak));

    public void ForgetPeaks()
    {
        foreach (var silo in _silos)
        {
            ProcessMemory.ForgetPeakOf(silo.ProcessId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }
    }

    private async Task<bool> AllSucceededAsync(string slice, int copies, CancellationToken cancellationToken)
    {
        var page = await _silos[0].Client.ListRowsAsync(new RunRowsQuery { Namespace = slice, Limit = 1, Counts = true }, cancellationToken);
        var counts = page.Counts ?? new Dictionary<string, long>();
        var bad = counts.GetValueOrDefault(WorkflowPhase.Failed) + counts.GetValueOrDefault(WorkflowPhase.Error);
        return bad == 0 ? counts.GetValueOrDefault(WorkflowPhase.Succeeded) == copies : throw new InvalidOperationException($"{bad} of {copies} runs did not succeed");
    }
}
