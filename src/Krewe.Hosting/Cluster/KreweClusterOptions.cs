using System.Net;
using Krewe.Client;

namespace Krewe.Hosting;

/// <summary>How an engine is a silo of a cluster: of all that share a database (or schema).</summary>
public sealed class KreweClusterOptions
{
    /// <summary>
    /// Name of this silo, by which others know whose steps run here; it must be the same after a restart on the same data folder and
    /// no other silo's. Default: the name kept in the data folder, made up at the first start.
    /// </summary>
    public string? SiloName { get; init; }

    /// <summary>Address at which the other silos reach this one. Without <see cref="Tls"/> whoever reaches it can do everything. Default: loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port for the other silos.</summary>
    public required int Port { get; init; }

    /// <summary>By what silos know each other: they encrypt what they say, and speak with nobody else. All of a cluster have it, or none. Default: none.</summary>
    public EngineSiloTls? Tls { get; init; }

    /// <summary>Folder that all silos see, for artifacts and volumes.</summary>
    public required string SharedFolder { get; init; }

    /// <summary>Within what time a silo that has stopped answering is declared dead. One whose process has ended is found sooner. Default: 15 seconds.</summary>
    public TimeSpan FailureDetection { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long steps of a silo that is away are waited for before they are started elsewhere. Longer than a restart takes. Default: one minute.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);
}
