using System.Text.Json.Serialization;
using Krewe.Client.Wire;

namespace Krewe.Client;

/// <summary>The limit of a semaphore.</summary>
public sealed record SyncLimit
{
    /// <summary>Kept in the engine's store (<c>database</c> in a workflow).</summary>
    public const string DatabaseType = "DATABASE";

    /// <summary>Kept in a config map (<c>configMapKeyRef</c> in a workflow).</summary>
    public const string ConfigMapType = "CONFIGMAP";

    /// <summary>Namespace of the semaphore.</summary>
    public string Namespace { get; init; } = Namespaces.Default;

    /// <summary><see cref="DatabaseType"/> or <see cref="ConfigMapType"/>.</summary>
    [JsonConverter(typeof(SyncTypeConverter))]
    public string Type { get; init; } = DatabaseType;

    /// <summary>The config map, for a limit that is kept in one.</summary>
    public string? CmName { get; init; }

    /// <summary>Key of the limit.</summary>
    public string Key { get; init; } = "";

    /// <summary>How many may hold it.</summary>
    public int Limit { get; init; }
}
