using System.Formats.Tar;
using System.IO.Compression;

namespace Krewe.Artifacts.Archives;

/// <summary>Packs and unpacks tar, gzipped, as Argo lays it out: one top entry, named as the file or folder.</summary>
public static class TarArchive
{
    private const UnixFileMode AllBits = (UnixFileMode)0xFFF;

    /// <summary>Packs a file or folder. Level: 0 none, 1 fastest … 9 smallest, null or -1 the default.</summary>
    public static async Task PackAsync(string source, Stream output, int? level, CancellationToken cancellationToken)
    {
        var gzip = new GZipStream(output, Level(level), leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
        {
            var tar = new TarWriter(gzip, TarEntryFormat.Pax, leaveOpen: true);
            await using (tar.ConfigureAwait(false))
                await AddAsync(tar, source, Path.GetFileName(source.TrimEnd('/')), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Unpacks into an existing empty folder. Gzipped or not is told by the first bytes.</summary>
    public static async Task UnpackAsync(Stream input, string folder, CancellationToken cancellationToken)
    {
        var guard = new ArchiveGuard(folder);
        var tar = new TarReader(await IsGzipAsync(input, cancellationToken).ConfigureAwait(false) ? new GZipStream(input, CompressionMode.Decompress) : input);
        await using (tar.ConfigureAwait(false))
        {
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
                await ExtractAsync(entry, guard, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a stream that can seek begins like gzip; its position is kept.</summary>
    public static async Task<bool> IsGzipAsync(Stream stream, CancellationToken cancellationToken)
    {
        var start = stream.Position;
        var magic = new byte[2];
        var read = await stream.ReadAtLeastAsync(magic, 2, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        stream.Position = start;
        return read == 2 && magic is [0x1f, 0x8b];
    }

    private static async Task AddAsync(TarWriter tar, string path, string name, CancellationToken cancellationToken)
    {
        var isLink = new FileInfo(path).LinkTarget is not null;
        if (!isLink && File.Exists(path) && File.GetAttributes(path).HasFlag(FileAttributes.Device))
            return;
        await tar.WriteEntryAsync(path, name, cancellationToken).ConfigureAwait(false);
        if (isLink || !Directory.Exists(path))
            return;
        foreach (var child in Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal))
            await AddAsync(tar, child, name + "/" + Path.GetFileName(child), cancellationToken).ConfigureAwait(false);
    }

    private static async Task ExtractAsync(TarEntry entry, ArchiveGuard guard, CancellationToken cancellationToken)
    {
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes)
            return;
        var path = guard.Place(entry.Name);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                Directory.CreateDirectory(path);
                File.SetUnixFileMode(path, (entry.Mode & AllBits) | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                break;
            case TarEntryType.SymbolicLink:
                guard.CheckLink(path, entry.LinkName);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Delete(path);
                File.CreateSymbolicLink(path, entry.LinkName);
                break;
            case TarEntryType.HardLink:
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Copy(guard.Place(entry.LinkName), path, overwrite: true);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                // An earlier link of that name must not be written through.
                File.Delete(path);
                await entry.ExtractToFileAsync(path, overwrite: false, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new ArtifactException($"archive entry \"{entry.Name}\" is neither a file, a folder nor a link");
        }
    }

    private static CompressionLevel Level(int? level) => level switch
    {
        0 => CompressionLevel.NoCompression,
        1 or 2 or 3 => CompressionLevel.Fastest,
        7 or 8 or 9 => CompressionLevel.SmallestSize,
        _ => CompressionLevel.Optimal,
    };
}
