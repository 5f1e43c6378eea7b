namespace Krewe.Client;

/// <summary>Options of resuming.</summary>
public sealed record ResumeOptions
{
    /// <summary>Suspended nodes to resume; null for the whole run.</summary>
    public string? NodeFieldSelector { get; init; }
}
