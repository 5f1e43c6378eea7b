namespace Krewe.Executors.Http.Plugins;

/// <summary>The plugin processes of an engine: each is started when it is first needed, and ended with the engine. Thread-safe.</summary>
public sealed class PluginHost : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PluginProcess> _processes = new(StringComparer.Ordinal);
    private readonly string _folder;
    private readonly TimeProvider _time;
    private bool _disposed;

    /// <summary>Ends what a killed engine has left behind.</summary>
    /// <param name="folder">Where processes and tokens are noted down.</param>
    /// <param name="time">Measures time-outs.</param>
    public PluginHost(string folder, TimeProvider time)
    {
        _folder = folder;
        _time = time;
        PluginProcess.EndLeftOver(folder);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var process in _processes.Values)
            {
                process.Dispose();
            }

            _processes.Clear();
        }
    }

    /// <summary>The process of a plugin, started anew if it has ended.</summary>
    internal PluginProcess Get(ExecutorPlugin plugin)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_processes.TryGetValue(plugin.Id, out var known))
            {
                if (known.IsAlive)
                {
                    return known;
                }

                known.Dispose();
            }

            return _processes[plugin.Id] = new PluginProcess(plugin, _folder, _time);
        }
    }
}
