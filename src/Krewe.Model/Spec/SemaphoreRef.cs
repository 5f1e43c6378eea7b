namespace Krewe.Model;

/// <summary>A counting lock whose limit stands in a ConfigMap or in the database.</summary>
public sealed record SemaphoreRef
{
    public ConfigMapKeySelector? ConfigMapKeyRef { get; init; }
    public string? Namespace { get; init; }
    public SyncDatabaseRef? Database { get; init; }
}
