namespace Krewe.Client;

/// <summary>Options of stopping.</summary>
public sealed record StopOptions
{
    /// <summary>Suspended nodes to fail (<c>displayName=approve,templateName!=x</c>); null stops the whole run.</summary>
    public string? NodeFieldSelector { get; init; }

    /// <summary>Message for the nodes that are failed.</summary>
    public string? Message { get; init; }
}
