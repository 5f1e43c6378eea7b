namespace Krewe.Executors.Process.Logs;

/// <summary>The line indexes that are at hand: making one means to read its file once. Thread-safe.</summary>
internal sealed class LogIndexes
{
    private const int MostKept = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (LogLineIndex Index, long Used)> _kept = new(StringComparer.Ordinal);
    private long _uses;

    public LogLineIndex Of(string path)
    {
        lock (_gate)
        {
            if (!_kept.TryGetValue(path, out var entry))
            {
                if (_kept.Count >= MostKept)
                {
                    // Whoever reads with it still may go on.
                    _kept.Remove(_kept.MinBy(kept => kept.Value.Used).Key);
                }

                entry.Index = new LogLineIndex(path);
            }

            _kept[path] = (entry.Index, ++_uses);
            return entry.Index;
        }
    }
}
