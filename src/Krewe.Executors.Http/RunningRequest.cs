namespace Krewe.Executors.Http;

/// <summary>A request under way, and who hears of it.</summary>
internal sealed class RunningRequest(INodeObserver observer) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private INodeObserver _observer = observer;
    private NodeReport? _last;

    /// <summary>Why it was asked to end, if it was.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Fires when it is asked to end.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Asked for again: the new observer hears what was last said, and what comes.</summary>
    public void Attach(INodeObserver next)
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

    public async Task CancelAsync(string reason)
    {
        StopReason ??= reason;
        try
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    public void Dispose() => _stop.Dispose();
}
