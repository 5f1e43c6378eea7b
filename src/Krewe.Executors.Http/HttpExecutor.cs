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
    private readonly ConcurrentDictionary<NodeWorkId, RunningRequest> _running = new();

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
        var request = new RunningRequest(observer);
        var known = _running.GetOrAdd(work.Id, request);
        if (ReferenceEquals(known, request))
        {
            _ = RunAsync(work, request);
        }
        else
        {
            request.Dispose();
            known.Attach(observer);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task CancelAsync(NodeWorkId id, CancelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_running.TryGetValue(id, out var running))
        {
            await running.CancelAsync(request.Reason).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(NodeWorkId id, bool deleteWorkFolder, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DeleteRunAsync(string runUid, CancellationToken cancellationToken)
    {
        foreach (var (_, running) in _running.Where(pair => pair.Key.RunUid == runUid))
        {
            await running.CancelAsync("the run was deleted").ConfigureAwait(false);
        }
    }

    private async Task RunAsync(NodeWork work, RunningRequest running)
    {
        var report = new NodeReport { Id = work.Id, Phase = NodePhase.Running, StartedAt = time.GetUtcNow() };
        running.Report(report);
        try
        {
            var outcome = await MakeAsync(work, running).ConfigureAwait(false);
            running.Report(report with
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
            running.Dispose();
        }
    }

    private async Task<HttpOutcome> MakeAsync(NodeWork work, RunningRequest running)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(running.Stopped);
            if (work.Deadline is { } deadline)
            {
                var left = deadline - time.GetUtcNow();
                limit.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }

            return await requests.MakeAsync(work.Template.Http!, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new HttpOutcome(NodePhase.Failed, running.StopReason ?? "Step exceeded its deadline", null);
        }
    }
}
