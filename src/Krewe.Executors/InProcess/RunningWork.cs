namespace Krewe.Executors;

/// <summary>Work under way inside this process, and who hears of it. Thread-safe.</summary>
public sealed class RunningWork : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private INodeObserver _observer;
    private NodeReport? _last;

    internal RunningWork(INodeObserver observer) => _observer = observer;

    /// <summary>How it was asked to end, if it was.</summary>
    public CancelRequest? StopRequest { get; private set; }

    /// <summary>Fires when it is asked to end.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Says how the work stands.</summary>
    /// <param name="report">The report; after a completed phase there must be no other.</param>
    public void Report(NodeReport report)
    {
        INodeObserver to;
        lock (_gate)
        {
            _last = report;
            to = _observer;
        }

        to.OnReport(report);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <summary>Asked for again: the new observer hears what was last said, and what comes.</summary>
    internal void Attach(INodeObserver next)
    {
        NodeReport? last;
        lock (_gate)
        {
            _observer = next;
            last = _last;
        }

        if (last is not null)
        {
            next.OnReport(last);
        }
    }

    internal async Task CancelAsync(CancelRequest request)
    {
        StopRequest ??= request;
        try
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }
}
