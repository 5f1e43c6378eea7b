using System.Globalization;
using Krewe.Client;

namespace Krewe.Cluster.Tests;

/// <summary>Servers as processes on one real PostgreSQL, each with a data folder of its own; steps write to one ledger.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    /// <summary>Where silos fail: short, so that a test sees many faults, and long enough for a machine that is busy with other tests.</summary>
    public static readonly ClusterTimes Short = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(6));

    /// <summary>Where nothing is to be declared dead and nothing started again, however slow the machine is.</summary>
    public static readonly ClusterTimes Long = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));

    /// <summary>What <c>krewe server</c> does when it is told nothing.</summary>
    public static readonly ClusterTimes Default = new(TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1));

    private readonly ClusterTimes _times;
    private readonly CertificateAuthority _authority;

    private SiloCluster(PostgreSqlServer database, string folder, int count, ClusterTimes times)
    {
        _times = times;
        Database = database;
        Folder = folder;
        _authority = new CertificateAuthority(folder);
        Ledger = new Ledger(Path.Combine(folder, "ledger"));
        Links = [.. Enumerable.Range(0, count).Select(_ => new DatabaseLink(database.Port))];
        Silos = [.. FreePorts.Of(count).Select(MakeSilo)];
    }

    public PostgreSqlServer Database { get; }

    /// <summary>How each silo reaches the database.</summary>
    public IReadOnlyList<DatabaseLink> Links { get; }

    public string Folder { get; }

    public Ledger Ledger { get; }

    /// <summary>A file that steps may wait for.</summary>
    public string Gate => Path.Combine(Folder, "gate");

    /// <summary>The servers, named a, b, c.</summary>
    public IReadOnlyList<ServerProcess> Silos { get; }

    public string Said => string.Join('\n', Silos.Select((silo, index) => $"--- {NameOf(index)}\n{silo.Said}"));

    public static async Task<SiloCluster> StartAsync(int count, ClusterTimes times, CancellationToken cancellationToken)
    {
        var database = await PostgreSqlServer.StartAsync();
        // Not below /tmp: there every step has a folder of its own, and the ledger could not be shared.
        var folder = Directory.CreateDirectory($"/var/tmp/krewe-cluster-{Guid.NewGuid():N}").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), PostgreSqlServer.Password, cancellationToken);
        var cluster = new SiloCluster(database, folder, count, times);
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

    /// <summary>Whether the others count a silo among themselves, and it answers.</summary>
    public async Task<bool> IsMemberAsync(ServerProcess silo) => await IsCountedAsync(silo) && await RemoteWorkflowService.IsAnsweringAsync(silo.Data.SocketPath);

    /// <summary>Whether the others count a silo among themselves.</summary>
    public async Task<bool> IsCountedAsync(ServerProcess silo) =>
        await Database.SqlAsync("postgres", $"select count(*) from silo where name = '{NameOf(Silos.ToList().IndexOf(silo))}' and status = 3") != "0";

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }

        foreach (var link in Links)
        {
            await link.DisposeAsync();
        }

        await Database.DisposeAsync();
        _authority.Dispose();
        if (Environment.GetEnvironmentVariable("KREWE_CLUSTER_KEEP") is null)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private ServerProcess MakeSilo(int port, int index)
    {
        var (certificate, key) = _authority.Issue("silo-" + NameOf(index));
        string[] arguments =
        [
            "--postgres", string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Links[index].Port};Database=postgres;Username={PostgreSqlServer.User}"),
            "--postgres-password-file", Path.Combine(Folder, "password"),
            "--silo-port", port.ToString(CultureInfo.InvariantCulture),
            "--silo-name", NameOf(index),
            "--silo-certificate", certificate,
            "--silo-key", key,
            "--silo-ca", _authority.Path,
            "--shared", Path.Combine(Folder, "shared"),
            "--silo-timeout", Seconds(_times.Detection),
            "--silo-patience", Seconds(_times.Patience),
        ];
        return new ServerProcess(new DataFolder(Path.Combine(Folder, NameOf(index))), arguments);
    }

    /// <param name="Detection">Within what time a silo that does not answer is declared dead.</param>
    /// <param name="Patience">How long steps of a silo that is away are waited for.</param>
    internal sealed record ClusterTimes(TimeSpan Detection, TimeSpan Patience);

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s";
}
