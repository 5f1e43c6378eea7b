using System.Net;
using System.Net.Sockets;
using Krewe.Grains;
using Orleans.Configuration;

namespace Krewe.Hosting;

/// <summary>Sets up Orleans for an engine.</summary>
public static class KreweSiloBuilderExtensions
{
    private static readonly TimeSpan NodeGrainAge = TimeSpan.FromMinutes(2);

    // By default a cache of a million places is laid out. A node is called two or three times in its life, and the directory is
    // in this very process.
    private const int DirectoryCacheSize = 4096;

    /// <summary>One silo that nobody else joins: it listens on a free port of the loopback interface and has no gateway.</summary>
    public static ISiloBuilder UseKreweSingleSilo(this ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0, serviceId: "krewe", clusterId: "krewe");
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromMinutes(2));
        silo.Configure<GrainDirectoryOptions>(options => options.CacheSize = DirectoryCacheSize);
        return silo.UseKreweCollection();
    }

    internal static ISiloBuilder UseKreweCollection(this ISiloBuilder silo) =>
        silo.Configure<GrainCollectionOptions>(options => options.ClassSpecificCollectionAge[typeof(NodeGrain).FullName!] = NodeGrainAge);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
