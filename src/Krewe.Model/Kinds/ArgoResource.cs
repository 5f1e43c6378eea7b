namespace Krewe.Model;

/// <summary>What every kind of group <c>argoproj.io/v1alpha1</c> has in common.</summary>
public abstract record ArgoResource
{
    public string? ApiVersion { get; init; }
    public string? Kind { get; init; }
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();
}
