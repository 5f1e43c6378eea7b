using System.Net;
using Krewe.Client;
using Krewe.Executors;
using Krewe.Executors.Process;
using Krewe.Grains;
using Krewe.Storage;
using Krewe.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Krewe.Hosting;

/// <summary>Makes an engine a silo of a cluster.</summary>
internal static class KreweClusterExtensions
{
    private const string ClusterId = "krewe";

    /// <summary>A frozen silo's last answer keeps it alive for this many probes of the longest kind.</summary>
    private const int MissedProbes = 3;

    /// <summary>Registers who this host is. In a cluster it takes the data folder for itself, and adds what only a silo of a cluster does.</summary>
    /// <exception cref="KreweException">The options do not go together, or the silo's name is wrong.</exception>
    /// <exception cref="StorageException">The data folder is in use.</exception>
    public static async Task AddKreweHostsAsync(this IServiceCollection services, KreweEngineOptions options, CancellationToken cancellationToken)
    {
        if (options.Cluster is not { } cluster)
        {
            return;
        }

        if (options.PostgreSql is not { Shared: true })
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "a cluster needs a PostgreSQL database that its silos share (PostgreSqlStoreOptions.Shared)");
        }

        var name = await SiloNames.ResolveAsync(options.DataFolder, cluster.SiloName, cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(cluster.SharedFolder);
        services.AddSingleton(provider => new ClusterHosts(provider.GetRequiredService<TimeProvider>()) { Own = name, Patience = cluster.Patience });
        services.AddSingleton<IKeptWork>(_ => new LocalKeptWork(options.DataFolder));
        services.AddHostedService<ClusterWatch>();
        services.AddHostedService<ChangeFeed>();
        services.AddHostedService<StrayWork>();
        services.AddHostedService<HostLoadWatch>();
    }

    /// <summary>Lets the silo join those that use the same database. Apart, so that an engine that is alone does not load the code for it.</summary>
    public static ISiloBuilder UseKreweCluster(this ISiloBuilder silo, KreweEngineOptions options)
    {
        var cluster = options.Cluster!;
        silo.Services.AddOptions<SiloOptions>().Configure<ClusterHosts>((silo, hosts) => silo.SiloName = hosts.Own!);
        silo.Configure<ClusterOptions>(ids => (ids.ClusterId, ids.ServiceId) = (ClusterId, ClusterId));
        silo.Configure<EndpointOptions>(endpoint =>
        {
            endpoint.AdvertisedIPAddress = cluster.Address;
            endpoint.SiloPort = cluster.Port;
            endpoint.GatewayPort = 0;
            endpoint.SiloListeningEndpoint = new IPEndPoint(cluster.Address, cluster.Port);
        });
        silo.UseAdoNetClustering(membership =>
        {
            membership.Invariant = PostgreSqlMembership.Invariant;
            membership.DataSource = PostgreSqlMembership.Connect(options.PostgreSql!);
        });
        silo.Configure<ClusterMembershipOptions>(membership => Probe(membership, cluster.FailureDetection));
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(30));
        return silo.UseKreweCollection();
    }

    private static void Probe(ClusterMembershipOptions membership, TimeSpan detection)
    {
        var probe = detection / (2 * MissedProbes);
        membership.NumMissedProbesLimit = MissedProbes;
        membership.MinProbeTimeout = probe;
        membership.ProbeTimeout = probe;
        membership.MaxProbeTimeout = probe * 1.5;
        membership.TableRefreshTimeout = detection;
        membership.IAmAliveTablePublishTimeout = detection;
        membership.EnableIndirectProbes = true;
        // A silo that gets no processor itself is the last that should call others slow.
        membership.ExtendProbeTimeoutDuringDegradation = true;
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
        membership.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
    }
}
