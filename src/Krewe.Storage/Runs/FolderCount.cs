namespace Krewe.Storage;

/// <summary>How many runs lie in a folder itself.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Folder">Its path.</param>
/// <param name="Runs">How many.</param>
public readonly record struct FolderCount(string Namespace, string Folder, long Runs);
