using Krewe.Model.Runs;

namespace Krewe.Client;

/// <summary>A folder with all that lies below it.</summary>
/// <param name="Namespace">Its namespace; null for the folder of that path in every namespace.</param>
/// <param name="Folder">Its path; empty for the whole namespace.</param>
public sealed record FolderPlace(string? Namespace, string Folder)
{
    /// <summary>Whether a folder is this one or lies below it.</summary>
    /// <param name="namespace">The folder's namespace.</param>
    /// <param name="path">Its path; empty for what lies in no folder.</param>
    public bool Has(string @namespace, string path) => (Namespace ?? @namespace) == @namespace && Folders.IsIn(path, Folder);
}
