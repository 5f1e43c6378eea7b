using System.IO.Compression;

namespace Krewe.Artifacts.Archives;

/// <summary>Packs and unpacks zip.</summary>
public static class ZipArchiver
{
    private const int SymbolicLink = 0xA000;
    private const int FileType = 0xF000;

    /// <summary>Packs a file or folder under its own name.</summary>
    public static async Task PackAsync(string source, Stream output, CancellationToken cancellationToken)
    {
        var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, null, cancellationToken).ConfigureAwait(false);
        await using (zip.ConfigureAwait(false))
        {
            var name = Path.GetFileName(source.TrimEnd('/'));
            if (File.Exists(source))
                await zip.CreateEntryFromFileAsync(source, name, cancellationToken).ConfigureAwait(false);
            else
            {
                zip.CreateEntry(name + "/");
                foreach (var folder in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                    zip.CreateEntry(name + "/" + Path.GetRelativePath(source, folder) + "/");
                foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                    await zip.CreateEntryFromFileAsync(file, name + "/" + Path.GetRelativePath(source, file), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Unpacks into an existing empty folder.</summary>
    public static async Task UnpackAsync(Stream input, string folder, CancellationToken cancellationToken)
    {
        var guard = new ArchiveGuard(folder);
        var zip = await ZipArchive.CreateAsync(input, ZipArchiveMode.Read, leaveOpen: true, null, cancellationToken).ConfigureAwait(false);
        await using (zip.ConfigureAwait(false))
        {
            foreach (var entry in zip.Entries)
            {
                var path = guard.Place(entry.FullName);
                if (((entry.ExternalAttributes >> 16) & FileType) == SymbolicLink)
                    throw new ArtifactException($"archive entry \"{entry.FullName}\" is a symbolic link, which zip artifacts may not hold");
                if (entry.FullName.EndsWith('/'))
                    Directory.CreateDirectory(path);
                else
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    await entry.ExtractToFileAsync(path, overwrite: true, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
