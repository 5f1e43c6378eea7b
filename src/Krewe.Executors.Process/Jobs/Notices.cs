using System.Collections.Concurrent;

namespace Krewe.Executors.Process.Jobs;

/// <summary>Says things once.</summary>
internal sealed class Notices(ProcessExecutorOptions options)
{
    private readonly ConcurrentDictionary<string, byte> _warnings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Run, string Image), byte> _images = new();

    public void Warn(string text)
    {
        if (_warnings.TryAdd(text, 0))
            options.Warn?.Invoke(text);
    }

    public void IgnoreImage(string runUid, string? image)
    {
        if (options.ImageIgnored is { } tell && !string.IsNullOrEmpty(image) && _images.TryAdd((runUid, image), 0))
            tell(runUid, image);
    }

    public void Forget(string runUid)
    {
        foreach (var key in _images.Keys.Where(k => k.Run == runUid))
            _images.TryRemove(key, out _);
    }
}
