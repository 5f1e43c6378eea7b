using System.Net;
using Krewe.Client;
using Krewe.Executors;
using Krewe.Executors.Process;
using Krewe.Grains;
using Krewe.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Krewe.Hosting;

/// <summary>Makes an engine a silo of a cluster.</summary>
internal static class KreweClusterExtensions
{
    private const string ClusterId = "krewe";

    /// <summary>A frozen silo's last answer keeps it alive for this many probes of the longest kind.</summary>
    private const int MissedProbes = 3;

    /// <summary>Registers who this host is, and what only a silo of a cluster does. In a cluster the data folder keeps the silo's name.</summary>
    public static void AddKreweHosts(this IServiceCollection services, KreweClusterOptions cluster)
    {
        services.AddSingleton(provider => Hosts(provider, cluster));
        services.AddSingleton<IKeptWork>(provider => new LocalKeptWork(KreweServiceCollectionExtensions.Options(provider).DataFolder));
        services.AddHostedService<ClusterWatch>();
        services.AddHostedService<ChangeFeed>();
        services.AddHostedService<StrayWork>();
        services.AddHostedService<HostLoadWatch>();
    }

    /// <summary>Lets the silo join those that use the same database. Apart, so that an engine that is alone does not load the code for it.</summary>
    /// <exception cref="KreweException">The certificates cannot be used.</exception>
    public static ISiloBuilder UseKreweCluster(this ISiloBuilder silo, KreweClusterOptions cluster)
    {
        silo.Services.AddOptions<SiloOptions>().Configure<ClusterHosts>((silo, hosts) => silo.SiloName = hosts.Own!);
        silo.Configure<ClusterOptions>(ids => (ids.ClusterId, ids.ServiceId) = (ClusterId, ClusterId));
        silo.Configure<EndpointOptions>(endpoint =>
        {
            endpoint.AdvertisedIPAddress = cluster.Address;
            endpoint.SiloPort = cluster.Port;
            endpoint.GatewayPort = 0;
            endpoint.SiloListeningEndpoint = new IPEndPoint(cluster.Address, cluster.Port);
        });
        silo.UseAdoNetClustering(membership => membership.Configure<IOptions<KreweOptions>>((membership, options) =>
        {
            membership.Invariant = PostgreSqlMembership.Invariant;
            membership.DataSource = PostgreSqlMembership.Connect(options.Value.PostgreSql!);
        }));
        silo.Configure<ClusterMembershipOptions>(membership => Probe(membership, cluster.FailureDetection));
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(30));
        if (cluster.Tls is { } files)
        {
            silo.UseSiloTls(files);
        }

        return silo.UseKreweCollection();
    }

    // The database is checked here, since options of a host are whole only when it starts.
    private static ClusterHosts Hosts(IServiceProvider provider, KreweClusterOptions cluster)
    {
        var options = KreweServiceCollectionExtensions.Options(provider);
        if (options.PostgreSql is not { Shared: true })
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "a cluster needs a PostgreSQL database that its silos share (PostgreSqlStoreOptions.Shared)");
        }

        Directory.CreateDirectory(cluster.SharedFolder);
        DataFolderOwner.Create(options.DataFolder);
        return new ClusterHosts(provider.GetRequiredService<TimeProvider>()) { Own = SiloNames.Resolve(options.DataFolder, cluster.SiloName), Patience = cluster.Patience };
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
