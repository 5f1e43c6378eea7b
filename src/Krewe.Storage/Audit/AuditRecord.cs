namespace Krewe.Storage;

/// <summary>One change that somebody asked for. Moments are kept to the millisecond.</summary>
public sealed record AuditRecord
{
    /// <summary>Its id, unique; ids of one millisecond order it.</summary>
    public required string Id { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who asked.</summary>
    public required string Actor { get; init; }

    /// <summary>By which door.</summary>
    public required string Via { get; init; }

    /// <summary>What was asked, such as <c>create</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Kind of the object.</summary>
    public required string Kind { get; init; }

    /// <summary>Namespace of the object; empty for none.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Name of the object; empty while it has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Uid of the object, if it has one.</summary>
    public string? Uid { get; init; }

    /// <summary>What became of it.</summary>
    public AuditOutcome Outcome { get; init; }

    /// <summary>Why it was refused or failed.</summary>
    public string? Message { get; init; }

    /// <summary>More of it: bytes that mean something to the writer alone.</summary>
    public ReadOnlyMemory<byte> Detail { get; init; }
}
