namespace Krewe.Model;

/// <summary>Names the cache.</summary>
public sealed record MemoizeCache
{
    public ConfigMapKeySelector? ConfigMap { get; init; }
}
