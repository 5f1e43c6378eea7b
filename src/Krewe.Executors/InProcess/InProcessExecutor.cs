using System.Collections.Concurrent;
using Krewe.Model;

namespace Krewe.Executors;

/// <summary>Base of executors whose work is a task of this process: requests, child runs, calls of plugins.</summary>
/// <remarks>
/// The task has no life outside this process: after a restart <see cref="DoAsync"/> begins again for the same work, and must
/// take up what the first one left behind in the world instead of doing it twice.
/// </remarks>
/// <param name="time">Measures deadlines.</param>
/// <param name="stopping">Fires when the engine stops: work is left as it is, without a report.</param>
public abstract class InProcessExecutor(TimeProvider time, CancellationToken stopping = default) : INodeExecutor
{
    private readonly ConcurrentDictionary<NodeWorkId, RunningWork> _running = new();

    /// <summary>Measures time.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>Fires when the engine stops.</summary>
    protected CancellationToken Stopping { get; } = stopping;

    /// <inheritdoc/>
    public abstract bool CanExecute(Template template);

    /// <inheritdoc/>
    public Task StartAsync(NodeWork work, INodeObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var running = new RunningWork(observer);
        var known = _running.GetOrAdd(work.Id, running);
        if (ReferenceEquals(known, running))
        {
            _ = RunAsync(work, running);
        }
        else
        {
            running.Dispose();
            known.Attach(observer);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public virtual async Task CancelAsync(NodeWorkId id, CancelRequest request, CancellationToken cancellationToken)
    {
        if (_running.TryGetValue(id, out var running))
        {
            await running.CancelAsync(request).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public virtual Task ReleaseAsync(NodeWorkId id, bool deleteWorkFolder, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual async Task DeleteRunAsync(string runUid, CancellationToken cancellationToken)
    {
        foreach (var (_, running) in _running.Where(pair => pair.Key.RunUid == runUid))
        {
            await running.CancelAsync(new CancelRequest("the run was deleted", TimeSpan.Zero)).ConfigureAwait(false);
        }
    }

    /// <summary>Does the work. Faults of the user's are outcomes; what is thrown counts as lost and is done again.</summary>
    /// <param name="work">The work.</param>
    /// <param name="running">Says how it stands.</param>
    /// <param name="cancellationToken">Fires when it is asked to end, when its deadline has come, and when the engine stops.</param>
    protected abstract Task<WorkOutcome> DoAsync(NodeWork work, RunningWork running, CancellationToken cancellationToken);

    /// <summary>The work was asked to end, or its deadline has come: ends what <see cref="DoAsync"/> has begun.</summary>
    /// <param name="work">The work.</param>
    /// <param name="request">Why, and how soon.</param>
    protected virtual Task<WorkOutcome> EndAsync(NodeWork work, CancelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(new WorkOutcome(NodePhase.Failed, request.Reason));
    }

    private async Task RunAsync(NodeWork work, RunningWork running)
    {
        var report = new NodeReport { Id = work.Id, Phase = NodePhase.Running, StartedAt = Time.GetUtcNow() };
        running.Report(report);
        try
        {
            if (await OutcomeAsync(work, running).ConfigureAwait(false) is { } outcome)
            {
                running.Report(report with
                {
                    Phase = outcome.Phase,
                    Message = outcome.Message,
                    FinishedAt = Time.GetUtcNow(),
                    Outputs = outcome.Outputs,
                    InfrastructureFault = outcome.InfrastructureFault,
                });
            }
        }
        finally
        {
            _running.TryRemove(work.Id, out _);
            running.Dispose();
        }
    }

    // Null: the engine stops, and the next one does the work.
    private async Task<WorkOutcome?> OutcomeAsync(NodeWork work, RunningWork running)
    {
        try
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(running.Stopped, Stopping);
                if (work.Deadline is { } deadline)
                {
                    var left = deadline - Time.GetUtcNow();
                    limit.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
                }

                return await DoAsync(work, running, limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!Stopping.IsCancellationRequested)
            {
                return await EndAsync(work, running.StopRequest ?? new CancelRequest("Step exceeded its deadline")).ConfigureAwait(false);
            }
        }
        catch (Exception) when (Stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception lost)
        {
            return new WorkOutcome(NodePhase.Error, lost.Message) { InfrastructureFault = true };
        }
    }
}
