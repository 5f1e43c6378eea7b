namespace Krewe.Storage;

/// <summary>A small durable object: a template, a cron workflow, a config map, an event binding.</summary>
public sealed record StoredObject
{
    /// <summary>Its identity.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>Its version, which grows with every write of any object or run.</summary>
    public required long Version { get; init; }

    /// <summary>Its bytes.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Its labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }
}
