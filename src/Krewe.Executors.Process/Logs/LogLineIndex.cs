namespace Krewe.Executors.Process.Logs;

/// <summary>Where the lines of one log file begin: every <see cref="Stride"/>th, and how many there are. Grows with the file. Thread-safe.</summary>
internal sealed class LogLineIndex(string path) : IDisposable
{
    /// <summary>Lines between two remembered places: a log of ten million lines takes 80 KB here.</summary>
    public const int Stride = 1024;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<long> _places = [0];
    private long _lines;
    private long _scanned;

    /// <summary>Takes in what the file has got since the last time.</summary>
    /// <returns>How many whole lines it has.</returns>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var length = new FileInfo(path).Length;
            if (length < _scanned)
            {
                // Another file of that name.
                (_lines, _scanned) = (0, 0);
                _places.RemoveRange(1, _places.Count - 1);
            }

            if (length > _scanned)
            {
                await LogScan.RunAsync(path, _scanned, new Counter(this), cancellationToken).ConfigureAwait(false);
            }

            return _lines;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The remembered place nearest before a line.</summary>
    /// <param name="line">Number of the line in the file, from 0.</param>
    /// <returns>Number and offset of a line.</returns>
    public (long Line, long Offset) Before(long line)
    {
        _gate.Wait();
        try
        {
            var place = (int)Math.Min(line / Stride, _places.Count - 1);
            return ((long)place * Stride, _places[place]);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private sealed class Counter(LogLineIndex index) : ILogLines
    {
        public bool Take(ReadOnlySpan<byte> line, long next)
        {
            if (LogScan.IsEnd(line))
            {
                index._lines++;
                // A text of several lines begins anew only when it is whole.
                index._scanned = next;
                if (index._lines % Stride == 0)
                {
                    index._places.Add(next);
                }
            }

            return true;
        }
    }
}
