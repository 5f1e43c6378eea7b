using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Krewe.Executors.Process.Logs;

/// <summary>Reads a log file as the supervisor writes it.</summary>
internal static class LogFile
{
    /// <summary>Lines that are whole now.</summary>
    public static async IAsyncEnumerable<LogLine> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            yield break;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            using var reader = new StreamReader(file, Encoding.UTF8, false, 64 * 1024, leaveOpen: true);
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (Parse(line) is { } parsed)
                    yield return parsed;
            }
        }
    }

    /// <summary>Parses <c>time stream F|P text</c>; null for anything else.</summary>
    public static LogLine? Parse(string line)
    {
        var first = line.IndexOf(' ', StringComparison.Ordinal);
        if (first < 0 || line.Length < first + 10)
            return null;
        var stream = line.AsSpan(first + 1, 6);
        // Nine digits of a second, of which .NET reads seven.
        if (first != 30 || !(stream is "stdout" or "stderr") || !DateTimeOffset.TryParseExact(line.AsSpan(0, 27), "yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return null;
        return new LogLine(time, stream is "stderr", line[first + 8] == 'P', line[(first + 10)..]);
    }
}
