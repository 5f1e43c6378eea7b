using System.Buffers;
using System.Formats.Tar;
using System.IO.Compression;

namespace Krewe.Artifacts.Archives;

/// <summary>Compares what lies in two archives, whatever times are written in them.</summary>
public static class ArchiveContents
{
    private const int ChunkSize = 64 * 1024;

    /// <summary>Whether two gzipped tar archives hold the same files in the same order.</summary>
    /// <param name="left">One, which can seek.</param>
    /// <param name="right">The other one.</param>
    /// <param name="mostBytes">Bytes of files that are looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when it is not known: one of them is no such archive, or both are the same as far as was looked.</returns>
    public static async Task<bool?> AreSameAsync(Stream left, Stream right, long mostBytes, CancellationToken cancellationToken)
    {
        if (!await TarArchive.IsGzipAsync(left, cancellationToken).ConfigureAwait(false) || !await TarArchive.IsGzipAsync(right, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        try
        {
            var one = new TarReader(new GZipStream(left, CompressionMode.Decompress));
            await using var first = one.ConfigureAwait(false);
            var other = new TarReader(new GZipStream(right, CompressionMode.Decompress));
            await using var second = other.ConfigureAwait(false);
            return await AreSameAsync(one, other, mostBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or EndOfStreamException or FormatException)
        {
            return null;
        }
    }

    private static async Task<bool?> AreSameAsync(TarReader left, TarReader right, long mostBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var one = await left.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
            var other = await right.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
            if (one is null || other is null)
            {
                return one is null && other is null;
            }

            if ((one.Name, one.EntryType, one.Mode, one.LinkName, one.Length) != (other.Name, other.EntryType, other.Mode, other.LinkName, other.Length))
            {
                return false;
            }

            mostBytes -= one.Length;
            if (mostBytes < 0)
            {
                return null;
            }

            if (one.DataStream is { } content && other.DataStream is { } otherContent && !await AreSameAsync(content, otherContent, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }
    }

    private static async Task<bool> AreSameAsync(Stream left, Stream right, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(2 * ChunkSize);
        try
        {
            var (one, other) = (buffer.AsMemory(0, ChunkSize), buffer.AsMemory(ChunkSize, ChunkSize));
            while (true)
            {
                var read = await left.ReadAtLeastAsync(one, ChunkSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                var otherRead = await right.ReadAtLeastAsync(other, ChunkSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                if (!one[..read].Span.SequenceEqual(other[..otherRead].Span))
                {
                    return false;
                }

                if (read < ChunkSize)
                {
                    return true;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
