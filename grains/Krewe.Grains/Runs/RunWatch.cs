using System.Threading.Channels;

namespace Krewe.Grains;

/// <summary>One watcher's place in a <see cref="RunWatchHub"/>.</summary>
public sealed class RunWatch : IDisposable
{
    private readonly RunWatchHub _hub;
    private readonly string? _uid;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal RunWatch(RunWatchHub hub, string? uid, bool endOnly)
    {
        _hub = hub;
        _uid = uid;
        EndOnly = endOnly;
    }

    internal bool EndOnly { get; }

    /// <summary>Waits until something has changed since the last wait ended.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _signal.Reader.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _hub.Remove(this, _uid);

    internal void Signal() => _signal.Writer.TryWrite(true);
}
