namespace Krewe.Client;

/// <summary>Argo <c>InfoResponse</c>.</summary>
public sealed record ServerInfo
{
    public string ManagedNamespace { get; init; } = "";
    public IReadOnlyDictionary<string, bool> Modals { get; init; } = new Dictionary<string, bool>();
    public string NavColor { get; init; } = "";
}
