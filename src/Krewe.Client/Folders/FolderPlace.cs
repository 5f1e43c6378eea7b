namespace Krewe.Client;

/// <summary>A folder with all that lies below it.</summary>
/// <param name="Namespace">Its namespace; null for the folder of that path in every namespace.</param>
/// <param name="Folder">Its path; empty for the whole namespace.</param>
public sealed record FolderPlace(string? Namespace, string Folder);
