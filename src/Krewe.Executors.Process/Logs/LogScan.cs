using System.Buffers;

namespace Krewe.Executors.Process.Logs;

/// <summary>Goes through a log file line by line with a buffer of fixed size.</summary>
internal static class LogScan
{
    private const int BufferSize = 256 * 1024;

    // As the supervisor writes: time (30), stream (6), whether the text ends here, text.
    private const int TimeLength = 30;
    private const int FlagAt = 38;
    private const int TextAt = 40;

    /// <summary>Hands on every line that ends in a line feed, from an offset on.</summary>
    public static async Task RunAsync(string path, long offset, ILogLines lines, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var rest = new ArrayBufferWriter<byte>();
        try
        {
            int count;
            while ((count = await RandomAccess.ReadAsync(file, buffer, offset, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (!Cut(buffer.AsSpan(0, count), offset, rest, lines))
                {
                    return;
                }

                offset += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether a line is the end of what a container wrote as one: long texts take several lines.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> line) => IsLine(line) && line[FlagAt] == 'F';

    /// <summary>Whether it is a line as the supervisor writes them.</summary>
    public static bool IsLine(ReadOnlySpan<byte> line) => line.Length >= TextAt && line[TimeLength] == ' ';

    /// <summary>What the container wrote.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> line) => line[TextAt..];

    private static bool Cut(ReadOnlySpan<byte> part, long at, ArrayBufferWriter<byte> rest, ILogLines lines)
    {
        int end;
        while ((end = part.IndexOf((byte)'\n')) >= 0)
        {
            at += end + 1;
            bool goesOn;
            if (rest.WrittenCount > 0)
            {
                rest.Write(part[..end]);
                goesOn = lines.Take(rest.WrittenSpan, at);
                rest.ResetWrittenCount();
            }
            else
            {
                goesOn = lines.Take(part[..end], at);
            }

            if (!goesOn)
            {
                return false;
            }

            part = part[(end + 1)..];
        }

        rest.Write(part);
        return true;
    }
}
