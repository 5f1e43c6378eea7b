namespace Krewe.Artifacts.Archives;

/// <summary>Keeps what is unpacked inside its folder, whatever the archive says.</summary>
internal sealed class ArchiveGuard(string root)
{
    private readonly string _root = Path.GetFullPath(root);

    /// <summary>Where an entry goes; refuses names that lead out, and ways through symbolic links made by earlier entries.</summary>
    public string Place(string entryName)
    {
        var name = entryName.TrimEnd('/');
        if (name.Length == 0 || name == ".")
            return _root;
        if (name.StartsWith('/') || name.Split('/').Contains("..") || name.Contains('\0', StringComparison.Ordinal))
            throw new ArtifactException($"archive entry \"{entryName}\" leads out of the artifact");
        var path = Path.GetFullPath(Path.Combine(_root, name));
        for (var parent = Path.GetDirectoryName(path)!; parent.Length > _root.Length; parent = Path.GetDirectoryName(parent)!)
        {
            if (new FileInfo(parent).LinkTarget is not null)
                throw new ArtifactException($"archive entry \"{entryName}\" goes through a symbolic link");
        }
        return path;
    }

    /// <summary>Refuses a symbolic link at <paramref name="path"/> whose target lies outside.</summary>
    public void CheckLink(string path, string target)
    {
        var end = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, target));
        if (target.StartsWith('/') || !(end + "/").StartsWith(_root + "/", StringComparison.Ordinal))
            throw new ArtifactException($"symbolic link \"{Path.GetRelativePath(_root, path)}\" leads out of the artifact, to \"{target}\"");
    }
}
