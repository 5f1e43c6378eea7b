namespace Krewe.Client.Wire;

/// <summary>Saved views.</summary>
public sealed record ViewsBody
{
    public IReadOnlyList<SavedView> Items { get; init; } = [];
}
