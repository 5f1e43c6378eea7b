namespace Krewe.Cli;

/// <summary>Ctrl-C and termination requests. The latest subscriber gets them; without one they end the process.</summary>
internal sealed class Interrupts
{
    private readonly Lock _gate = new();
    private readonly List<Action> _handlers = [];

    /// <summary>Tells the latest subscriber; false when there is none.</summary>
    public bool Raise()
    {
        Action? handler;
        lock (_gate)
        {
            handler = _handlers.Count == 0 ? null : _handlers[^1];
        }

        handler?.Invoke();
        return handler is not null;
    }

    public IDisposable Subscribe(Action handler)
    {
        lock (_gate)
        {
            _handlers.Add(handler);
        }

        return new Subscription(this, handler);
    }

    private sealed class Subscription(Interrupts owner, Action handler) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._handlers.Remove(handler);
            }
        }
    }
}
