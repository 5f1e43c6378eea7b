namespace Krewe.Client;

/// <summary>Which changes; every part that is set must hold.</summary>
public sealed record AuditQuery
{
    /// <summary>Of objects of this namespace; <see cref="Client.Namespaces.All"/> for all, those of none among them.</summary>
    public string Namespace { get; init; } = Client.Namespaces.All;

    /// <summary>Only of these namespaces, besides what else is asked for; null for no bound.</summary>
    public IReadOnlyList<string>? Within { get; init; }

    /// <summary>By this one.</summary>
    public string? Actor { get; init; }

    /// <summary>Asking for this, such as <c>delete</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Of objects of this kind, such as <c>workflows</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Of objects of this name.</summary>
    public string? Name { get; init; }

    /// <summary>Of the object with this uid.</summary>
    public string? Uid { get; init; }

    /// <summary><c>Pending</c>, <c>Done</c>, <c>Refused</c> or <c>Failed</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Asked for at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Asked for before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>At most so many; 0 for the engine's own measure.</summary>
    public int Limit { get; init; }

    /// <summary><see cref="AuditPage.Cursor"/> of the page before.</summary>
    public string? Cursor { get; init; }
}
