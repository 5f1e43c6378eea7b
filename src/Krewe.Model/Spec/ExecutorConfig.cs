namespace Krewe.Model;

/// <summary>Service account of the executor.</summary>
public sealed record ExecutorConfig
{
    public string? ServiceAccountName { get; init; }
}
