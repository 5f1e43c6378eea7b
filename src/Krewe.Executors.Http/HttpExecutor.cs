using System.Collections.Concurrent;
using Krewe.Model;

namespace Krewe.Executors.Http;

/// <summary>Makes the requests of <c>http</c> templates from the engine itself: no agent pod, no ten-second patch cycle.</summary>
/// <remarks>
/// A request that was under way when the engine died is made again by its successor, as Argo's agent does: the work has no
/// life outside this process that could be adopted.
/// </remarks>
public sealed class HttpExecutor(HttpRequests requests, TimeProvider time) : INodeExecutor
{
    private readonly ConcurrentDictionary<NodeWorkId, CancellationTokenSource> _running = new();

    /// <inheritdoc/>
    public bool CanExecute(Template template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return template.Http is not null;
    }

    /// <inheritdoc/>
    public Task StartAsync(NodeWork work, INodeObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var stop = new CancellationTokenSource();
        if (_running.TryAdd(work.Id, stop))
        {
            _ = RunAsync(work, observer, stop);
        }
        else
        {
            stop.Dispose();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task CancelAsync(NodeWorkId id, CancelRequest request, CancellationToken cancellationToken)
    {
        if (_running.TryGetValue(id, out var stop))
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(NodeWorkId id, bool deleteWorkFolder, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DeleteRunAsync(string runUid, CancellationToken cancellationToken)
    {
        foreach (var (id, stop) in _running.Where(pair => pair.Key.RunUid == runUid))
        {
            await stop.CancelAsync().ConfigureAwait(false);
            _running.TryRemove(id, out _);
        }
    }

    private async Task RunAsync(NodeWork work, INodeObserver observer, CancellationTokenSource stop)
    {
        var report = new NodeReport { Id = work.Id, Phase = NodePhase.Running, StartedAt = time.GetUtcNow() };
        observer.OnReport(report);
        try
        {
            var outcome = await MakeAsync(work, stop).ConfigureAwait(false);
            observer.OnReport(report with
            {
                Phase = outcome.Phase,
                Message = outcome.Message,
                FinishedAt = time.GetUtcNow(),
                Outputs = outcome.Body is null ? null : new Outputs { Result = outcome.Body },
            });
        }
        finally
        {
            _running.TryRemove(work.Id, out _);
            stop.Dispose();
        }
    }

    private async Task<HttpOutcome> MakeAsync(NodeWork work, CancellationTokenSource stop)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            if (work.Deadline is { } deadline)
            {
                var left = deadline - time.GetUtcNow();
                limit.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }

            return await requests.MakeAsync(work.Template.Http!, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new HttpOutcome(NodePhase.Failed, stop.IsCancellationRequested ? "request cancelled" : "Step exceeded its deadline", null);
        }
    }
}
