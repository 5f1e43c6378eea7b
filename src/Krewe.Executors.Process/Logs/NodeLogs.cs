using System.Runtime.CompilerServices;
using System.Text;
using Krewe.Exec.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Krewe.Executors.Process.Logs;

/// <summary>Reads the logs of nodes, while they run and after.</summary>
public sealed class NodeLogs
{
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(100);
    private readonly WorkFolders _folders;

    internal NodeLogs(WorkFolders folders) => _folders = folders;

    /// <summary>Reads a container's log of the latest attempt.</summary>
    /// <param name="runUid">The run.</param>
    /// <param name="nodeId">The node.</param>
    /// <param name="container">The container, <c>main</c> by default.</param>
    /// <param name="tailLines">Only the last lines, or null for all.</param>
    /// <param name="since">Only lines from that time on.</param>
    /// <param name="follow">Waits for more until the container has ended.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async IAsyncEnumerable<LogLine> ReadAsync(
        string runUid,
        string nodeId,
        string container = "main",
        int? tailLines = null,
        DateTimeOffset? since = null,
        bool follow = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        WorkFolders.Safe(container);
        var ends = new StepEnds(_folders.Journal(runUid), $"{runUid}/{nodeId}/", "/" + container);
        string? folder;
        while (true)
        {
            // Looked at before the folder: a step that has said something has one when it ends.
            var silent = follow && ends.HaveCome();
            folder = Latest(runUid, nodeId) is { } attempt ? Path.Combine(attempt, container) : null;
            if (folder is not null && Directory.Exists(folder))
                break;
            if (!follow || silent)
                yield break;
            await Task.Delay(FollowInterval, cancellationToken).ConfigureAwait(false);
        }
        var path = Path.Combine(folder, ExecFiles.Log);
        var position = tailLines is { } lines ? TailStart(path, lines) : 0;
        while (true)
        {
            // Looked at before reading: what was written before the end is then certain to be read.
            var ended = follow && ends.HaveCome();
            var whole = ReadWhole(path, ref position);
            foreach (var text in whole)
            {
                if (LogFile.Parse(text) is { } line && (since is null || line.Time >= since))
                    yield return line with { Container = container };
            }
            if (whole.Count > 0)
                continue;
            if (ended || !follow)
                yield break;
            await Task.Delay(FollowInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private string? Latest(string runUid, string nodeId)
    {
        var node = _folders.Node(runUid, nodeId);
        return Directory.Exists(node) ? Directory.EnumerateDirectories(node).MaxBy(d => int.TryParse(Path.GetFileName(d), out var n) ? n : -1) : null;
    }

    // Whole lines from the position on, at most a few MiB, so that a big log does not fill memory.
    private static List<string> ReadWhole(string path, ref long position)
    {
        var lines = new List<string>();
        if (!File.Exists(path))
            return lines;
        using var file = Open(path);
        var buffer = new byte[64 * 1024];
        var rest = new List<byte>();
        var at = position;
        int count;
        while (rest.Count < 4 * 1024 * 1024 && (count = RandomAccess.Read(file, buffer, at)) > 0)
        {
            rest.AddRange(buffer.AsSpan(0, count));
            at += count;
        }
        var bytes = rest.ToArray().AsSpan();
        int end;
        while ((end = bytes.IndexOf((byte)'\n')) >= 0)
        {
            lines.Add(Encoding.UTF8.GetString(bytes[..end]));
            bytes = bytes[(end + 1)..];
            position += end + 1;
        }
        return lines;
    }

    private static long TailStart(string path, int lines)
    {
        if (!File.Exists(path))
            return 0;
        using var file = Open(path);
        var buffer = new byte[64 * 1024];
        var position = RandomAccess.GetLength(file);
        var seen = 0;
        while (position > 0)
        {
            var start = Math.Max(0, position - buffer.Length);
            var count = RandomAccess.Read(file, buffer.AsSpan(0, (int)(position - start)), start);
            for (var i = count - 1; i >= 0; i--)
            {
                // The line end at the very end closes the last line; it does not begin one.
                if (buffer[i] == '\n' && ++seen > lines)
                    return start + i + 1;
            }
            position = start;
        }
        return 0;
    }

    private static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
