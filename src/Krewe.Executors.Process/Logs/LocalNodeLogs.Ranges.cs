namespace Krewe.Executors.Process.Logs;

public sealed partial class LocalNodeLogs
{
    /// <summary>Most characters of a range, whatever was asked for.</summary>
    private const int MostCharacters = 4 * 1024 * 1024;

    private readonly LogIndexes _indexes = new();

    /// <inheritdoc/>
    public async Task<NodeLogRange> ReadRangeAsync(NodeLogRef node, long first, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var files = await CountAsync(node, cancellationToken).ConfigureAwait(false);
        var total = files.Sum(file => file.Lines);
        first = first < 0 ? Math.Max(1, total + 1 + first) : Math.Max(1, first);
        var lines = new List<NodeLogLine>();
        var (before, characters) = (0L, MostCharacters);
        foreach (var file in files)
        {
            if (before + file.Lines >= first && lines.Count < count && characters > 0)
            {
                var (line, offset) = file.Index.Before(Math.Max(0, first - 1 - before));
                var reader = new LogRangeReader(file.Attempt, before + line + 1, first, count, characters, lines);
                await LogScan.RunAsync(file.Path, offset, reader, cancellationToken).ConfigureAwait(false);
                characters = reader.Characters;
            }

            before += file.Lines;
        }

        // Lines that came after the count was taken are for the next call.
        return new NodeLogRange(total, first, lines.Count <= Math.Max(0, total + 1 - first) ? lines : lines[..(int)Math.Max(0, total + 1 - first)]);
    }

    /// <inheritdoc/>
    public async Task<NodeLogHits> SearchAsync(NodeLogRef node, NodeLogSearch search, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        var pattern = LogSearcher.PatternOf(search);
        var began = TimeProvider.System.GetTimestamp();
        var hits = new List<NodeLogHit>();
        var before = 0L;
        foreach (var file in await CountAsync(node, cancellationToken).ConfigureAwait(false))
        {
            if (before + file.Lines >= search.From)
            {
                var (line, offset) = file.Index.Before(Math.Max(0, search.From - 1 - before));
                var searcher = new LogSearcher(file.Attempt, before + line + 1, search, pattern, hits, () => TimeProvider.System.GetElapsedTime(began) > search.Patience);
                await LogScan.RunAsync(file.Path, offset, searcher, cancellationToken).ConfigureAwait(false);
                if (searcher.IsStopped)
                {
                    return new NodeLogHits(hits, searcher.Number);
                }
            }

            before += file.Lines;
        }

        return new NodeLogHits(hits, null);
    }

    private async Task<List<(int Attempt, string Path, LogLineIndex Index, long Lines)>> CountAsync(NodeLogRef node, CancellationToken cancellationToken)
    {
        var counted = new List<(int, string, LogLineIndex, long)>();
        foreach (var (attempt, path) in Files(node))
        {
            var index = _indexes.Of(path);
            counted.Add((attempt, path, index, await index.CountAsync(cancellationToken).ConfigureAwait(false)));
        }

        return counted;
    }
}
