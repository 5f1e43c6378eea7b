using System.Net;

namespace Krewe.Client;

/// <summary>How an engine is one of several on a database.</summary>
public sealed record EngineSilo
{
    /// <summary>Port for the other silos.</summary>
    public required int Port { get; init; }

    /// <summary>Folder that all silos see.</summary>
    public required string SharedFolder { get; init; }

    /// <summary>Its name; null: the one kept in the data folder.</summary>
    public string? Name { get; init; }

    /// <summary>Address at which the others reach it; null: loopback.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>By what silos know each other; null: whoever reaches the port is one of them.</summary>
    public EngineSiloTls? Tls { get; init; }

    /// <summary>Within what time a silo that does not answer is declared dead; null: the default.</summary>
    public TimeSpan? FailureDetection { get; init; }

    /// <summary>How long steps of a silo that is away are waited for; null: the default.</summary>
    public TimeSpan? Patience { get; init; }
}
