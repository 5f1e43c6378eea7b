namespace Krewe.Client;

/// <summary>Something that somebody wants to find again.</summary>
/// <param name="Kind">Kind of the object, such as <c>workflowtemplates</c>, or <c>views</c>.</param>
/// <param name="Namespace">Its namespace; null for none.</param>
/// <param name="Name">Its name.</param>
public sealed record Favourite(string Kind, string? Namespace, string Name);
