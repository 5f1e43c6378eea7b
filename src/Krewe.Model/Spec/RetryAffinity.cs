namespace Krewe.Model;

/// <summary>Keeps retries away from hosts where earlier attempts failed.</summary>
public sealed record RetryAffinity
{
    public RetryNodeAntiAffinity? NodeAntiAffinity { get; init; }
}
