using System.Formats.Tar;
using System.IO.Compression;
using Krewe.Client;

namespace Krewe.Api;

/// <summary>Looks into an artifact that was stored as a tar.gz.</summary>
internal static class PackedArtifact
{
    /// <summary>What lies at a path: a file, or the names in a folder (those of folders end in a slash).</summary>
    /// <param name="File">The file; the caller reads it before anything else of the artifact.</param>
    /// <param name="Names">The names, in order; none when nothing lies there.</param>
    public sealed record Found(ArtifactContent? File, IReadOnlyCollection<string> Names);

    public static bool IsPacked(ArtifactContent content) =>
        content.FileName.EndsWith(".tgz", StringComparison.Ordinal) || content.FileName.EndsWith(".tar.gz", StringComparison.Ordinal);

    /// <summary>Reads up to what is asked for. An artifact that is one file is that file, whatever it is called in the archive.</summary>
    public static async Task<Found> FindAsync(ArtifactContent content, string path, CancellationToken cancellationToken)
    {
        var only = path.Length == 0 ? await OnlyFileAsync(content, cancellationToken).ConfigureAwait(false) : null;
        var gzip = new GZipStream(content.Stream, CompressionMode.Decompress, leaveOpen: true);
        var tar = new TarReader(gzip, leaveOpen: true);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        while (await NextAsync(tar, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            var name = Clean(entry.Name);
            var inside = Inside(name);
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && (name == only || (path.Length > 0 && (name == path || inside == path))))
            {
                var file = name[(name.LastIndexOf('/') + 1)..];
                return new Found(new ArtifactContent(entry.DataStream ?? Stream.Null, file, MediaTypes.Of(file), entry.Length), []);
            }

            // The archive's own top folder is not shown: it has the artifact's name already.
            var below = path.Length == 0 ? inside : inside.StartsWith(path + "/", StringComparison.Ordinal) ? inside[(path.Length + 1)..] : "";
            if (below.Length > 0)
            {
                var slash = below.IndexOf('/', StringComparison.Ordinal);
                names.Add(slash >= 0 ? below[..(slash + 1)] : entry.EntryType == TarEntryType.Directory ? below + "/" : below);
            }
        }

        return new Found(null, names);
    }

    private static async Task<string?> OnlyFileAsync(ArtifactContent content, CancellationToken cancellationToken)
    {
        var gzip = new GZipStream(content.Stream, CompressionMode.Decompress, leaveOpen: true);
        string? only = null;
        await using (gzip.ConfigureAwait(false))
        {
            var tar = new TarReader(gzip, leaveOpen: true);
            await using (tar.ConfigureAwait(false))
            {
                while (await NextAsync(tar, cancellationToken).ConfigureAwait(false) is { } entry)
                {
                    if (only is not null || entry.EntryType == TarEntryType.Directory)
                    {
                        only = null;
                        break;
                    }

                    only = Clean(entry.Name);
                }
            }
        }

        content.Stream.Seek(0, SeekOrigin.Begin);
        return only;
    }

    private static async Task<TarEntry?> NextAsync(TarReader tar, CancellationToken cancellationToken)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new KreweException(KreweErrorCode.DataLoss, "the artifact cannot be unpacked", exception);
        }
    }

    private static string Clean(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..].TrimEnd('/') : name.TrimEnd('/');

    private static string Inside(string name) => name.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? name[(slash + 1)..] : "";
}
