using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Krewe.Client;

namespace Krewe.Cluster.Tests;

/// <summary>Servers as processes on one real PostgreSQL, each with a data folder of its own; steps write to one ledger.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    /// <summary>Short, so that a test sees many faults; what is proven does not depend on it.</summary>
    public static readonly TimeSpan Detection = TimeSpan.FromSeconds(4);

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PostgreSqlServer _database;

    private SiloCluster(PostgreSqlServer database, string folder, int count)
    {
        _database = database;
        Folder = folder;
        Ledger = new Ledger(Path.Combine(folder, "ledger"));
        Silos = [.. FreePorts(count).Select(MakeSilo)];
    }

    public string Folder { get; }

    public Ledger Ledger { get; }

    /// <summary>The servers, named a, b, c.</summary>
    public IReadOnlyList<ServerProcess> Silos { get; }

    public IEnumerable<ServerProcess> Running => Silos.Where(silo => silo.IsRunning);

    public string Said => string.Join('\n', Silos.Select((silo, index) => $"--- {NameOf(index)}\n{silo.Said}"));

    public static async Task<SiloCluster> StartAsync(int count, CancellationToken cancellationToken)
    {
        var database = await PostgreSqlServer.StartAsync();
        // Not below /tmp: there every step has a folder of its own, and the ledger could not be shared.
        var folder = Directory.CreateDirectory($"/var/tmp/krewe-cluster-{Guid.NewGuid():N}").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), PostgreSqlServer.Password, cancellationToken);
        var cluster = new SiloCluster(database, folder, count);
        foreach (var silo in cluster.Silos)
        {
            silo.Launch();
        }

        await Task.WhenAll(cluster.Silos.Select(silo => silo.ReadyAsync(cancellationToken)));
        return cluster;
    }

    public static string NameOf(int index) => ((char)('a' + index)).ToString();

    /// <summary>Asks the silos in turn, from a given one on, until one answers.</summary>
    public async Task<T> AskAsync<T>(Func<IWorkflowService, CancellationToken, Task<T>> question, int first, CancellationToken cancellationToken)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var turn = first; ; turn++)
        {
            var silo = Silos[turn % Silos.Count];
            if (silo.IsRunning)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(TimeSpan.FromSeconds(10));
                try
                {
                    return await question(silo.Client, limit.Token);
                }
                catch (KreweException failure) when (failure.Code is KreweErrorCode.Unavailable or KreweErrorCode.Internal or KreweErrorCode.DeadlineExceeded)
                {
                    // The next one may be there.
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // Frozen, or waiting for one that is.
                }
            }

            await pause.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Runs statements in the database.</summary>
    public Task<string> SqlAsync(string sql) => _database.SqlAsync("postgres", sql);

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }

        await _database.DisposeAsync();
        if (Environment.GetEnvironmentVariable("KREWE_CLUSTER_KEEP") is null)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private ServerProcess MakeSilo(int port, int index)
    {
        string[] arguments =
        [
            "--postgres", string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_database.Port};Database=postgres;Username={PostgreSqlServer.User}"),
            "--postgres-password-file", Path.Combine(Folder, "password"),
            "--silo-port", port.ToString(CultureInfo.InvariantCulture),
            "--silo-name", NameOf(index),
            "--shared", Path.Combine(Folder, "shared"),
            "--silo-timeout", Seconds(Detection),
            "--silo-patience", Seconds(Patience),
        ];
        return new ServerProcess(new DataFolder(Path.Combine(Folder, NameOf(index))), arguments);
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s";

    private static List<int> FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.ConvertAll(listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }
}
