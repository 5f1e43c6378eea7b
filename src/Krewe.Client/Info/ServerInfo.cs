using Krewe.Model;

namespace Krewe.Client;

/// <summary>Argo <c>InfoResponse</c>.</summary>
public sealed record ServerInfo
{
    public string ManagedNamespace { get; init; } = "";
    public IReadOnlyDictionary<string, bool> Modals { get; init; } = new Dictionary<string, bool>();
    public string NavColor { get; init; } = "";
    /// <summary>Links that a user interface shows; null for none.</summary>
    public IReadOnlyList<InfoLink>? Links { get; init; }
    /// <summary>Columns that a user interface adds to lists of runs; null for none.</summary>
    public IReadOnlyList<InfoColumn>? Columns { get; init; }
}
