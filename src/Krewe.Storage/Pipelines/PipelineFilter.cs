namespace Krewe.Storage;

/// <summary>Which pipelines; every part that is set must hold.</summary>
public sealed record PipelineFilter
{
    /// <summary>In this namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Of this kind; null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>With a name that contains this, upper and lower case apart; null for any.</summary>
    public string? NameContains { get; init; }
}
