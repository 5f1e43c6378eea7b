namespace Krewe.Client;

/// <summary>Folders, into which runs and definitions of a namespace are put by an annotation.</summary>
public interface IFolderOperations
{
    /// <summary>The folders that something lies in, and those that lead there, with how much lies in and below each.</summary>
    Task<FolderList> ListFoldersAsync(FoldersQuery query, CancellationToken cancellationToken = default);
}
