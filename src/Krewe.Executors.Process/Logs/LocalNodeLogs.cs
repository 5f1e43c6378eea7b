using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Krewe.Exec.Protocol;

namespace Krewe.Executors.Process.Logs;

/// <summary>Logs of all attempts of a node, from the files that the supervisor writes below a data folder.</summary>
public sealed partial class LocalNodeLogs : INodeLogs
{
    private const int BufferSize = 64 * 1024;
    private readonly WorkFolders _folders;

    /// <summary>Reads below a data folder, running engine or not.</summary>
    public LocalNodeLogs(string dataFolder) => _folders = new WorkFolders(dataFolder);

    /// <inheritdoc/>
    public async IAsyncEnumerable<NodeLogLine> ReadAsync(NodeLogRef node, NodeLogPosition position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (attempt, file) in Files(node).Where(item => item.Attempt >= position.Attempt))
        {
            var offset = attempt == position.Attempt ? position.Offset : 0;
            var partial = new StringBuilder();
            await foreach (var (text, next) in WholeLinesAsync(file, offset, cancellationToken).ConfigureAwait(false))
            {
                if (LogFile.Parse(text) is not { } line)
                {
                    continue;
                }

                partial.Append(line.Text);
                if (!line.IsPartial)
                {
                    yield return new NodeLogLine(line.Time, line.IsError, partial.ToString(), new NodeLogPosition(attempt, next));
                    partial.Clear();
                }
            }
        }
    }

    private IEnumerable<(int Attempt, string File)> Files(NodeLogRef node)
    {
        var folder = _folders.Node(node.RunUid, node.NodeId);
        var container = WorkFolders.Safe(node.Container);
        return !Directory.Exists(folder)
            ? []
            : Directory.EnumerateDirectories(folder)
                .Select(path => (Attempt: int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1, File: Path.Combine(path, container, ExecFiles.Log)))
                .Where(item => item.Attempt >= 0 && File.Exists(item.File))
                .OrderBy(item => item.Attempt);
    }

    /// <summary>Lines that end in a line feed, with the offset behind each: a line that is still being written is left for the next time.</summary>
    private static async IAsyncEnumerable<(string Text, long Next)> WholeLinesAsync(string path, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
        {
            stream.Position = Math.Min(offset, stream.Length);
            var buffer = new byte[BufferSize];
            var line = new ArrayBufferWriter<byte>();
            var at = stream.Position;
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                var start = 0;
                int end;
                while ((end = Array.IndexOf(buffer, (byte)'\n', start, count - start)) >= 0)
                {
                    line.Write(buffer.AsSpan(start, end - start));
                    at += end - start + 1;
                    start = end + 1;
                    yield return (Encoding.UTF8.GetString(line.WrittenSpan), at);
                    line.ResetWrittenCount();
                }

                line.Write(buffer.AsSpan(start, count - start));
                at += count - start;
            }
        }
    }
}
