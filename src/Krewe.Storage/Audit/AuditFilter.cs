namespace Krewe.Storage;

/// <summary>Which changes; every part that is set must hold.</summary>
public sealed record AuditFilter
{
    /// <summary>All of them.</summary>
    public static AuditFilter All { get; } = new();

    /// <summary>Of objects in one of these namespaces (empty for objects of none); null for all.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>By this one.</summary>
    public string? Actor { get; init; }

    /// <summary>Asking for this.</summary>
    public string? Action { get; init; }

    /// <summary>Of objects of this kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Of objects of this name.</summary>
    public string? Name { get; init; }

    /// <summary>Of the object with this uid.</summary>
    public string? Uid { get; init; }

    /// <summary>That came to this.</summary>
    public AuditOutcome? Outcome { get; init; }

    /// <summary>Asked for at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Asked for before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Whether a record is one of those asked for.</summary>
    /// <param name="record">The record, its moment to the millisecond.</param>
    public bool Matches(AuditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return (Namespaces is null || Namespaces.Contains(record.Namespace))
            && (Actor is null || record.Actor == Actor)
            && (Action is null || record.Action == Action)
            && (Kind is null || record.Kind == Kind)
            && (Name is null || record.Name == Name)
            && (Uid is null || record.Uid == Uid)
            && (Outcome is null || record.Outcome == Outcome)
            && (From is null || record.At >= From)
            && (Before is null || record.At < Before);
    }
}
