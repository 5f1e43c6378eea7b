namespace Krewe.Client.Wire;

/// <summary>Favourites.</summary>
public sealed record FavouritesBody
{
    public IReadOnlyList<Favourite> Items { get; init; } = [];
}
