using Krewe.Engine;
using Krewe.Executors;
using Krewe.Model;
using Krewe.Model.Tracing;

namespace Krewe.Grains;

/// <content>What happens outside the run after a commit. Each effect is idempotent by its ids and is repeated after a reload.</content>
public sealed partial class RunGrain
{
    private static readonly TimeSpan FirstEffectRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastEffectRetry = TimeSpan.FromMinutes(1);
    private Task _memosSaved = Task.CompletedTask;
    private int _carrying;
    private string? _traceParent;

    private void Release(IEnumerable<RunEffect> effects)
    {
        foreach (var effect in effects)
        {
            _ = CarryOutAndLeaveAsync(effect);
        }
    }

    private async Task CarryOutAndLeaveAsync(RunEffect effect)
    {
        _carrying++;
        try
        {
            await CarryOutAsync(effect);
        }
        finally
        {
            _carrying--;
            LeaveIfOver();
        }
    }

    /// <summary>
    /// A run that ends here and is over in every respect is not kept in memory: its document answers for it. One that is loaded when
    /// it has ended already is wanted for something, and stays for a while.
    /// </summary>
    private void LeaveIfOver()
    {
        if (_endedHere && !IsGone && _state is { IsCompleted: true, HasOpenWork: false, IsCollectingArtifacts: false } && _carrying == 0 && !_flushing && _pending.IsEmpty)
        {
            DeactivateOnIdle();
        }
    }

    /// <summary>Carries out an effect, and again while it fails: a node that waits for it has no other owner.</summary>
    private async Task CarryOutAsync(RunEffect effect)
    {
        for (var wait = FirstEffectRetry; ; wait = wait * 2 < LastEffectRetry ? wait * 2 : LastEffectRetry)
        {
            try
            {
                await CarryOutOnceAsync(effect);
                return;
            }
            catch (Exception failure)
            {
                // Where this activation is given up meanwhile, the next one repeats the effect when it loads the run.
                LogEffectFailed(Uid, effect.GetType().Name, failure);
            }

            await Task.Delay(wait, _time);
            if (IsGone)
            {
                return;
            }
        }
    }

    private Task CarryOutOnceAsync(RunEffect effect) => effect switch
    {
        StartNode start => StartAsync(start.Work),
        CancelNode cancel => CancelAsync(cancel),
        ReleaseNode release => ReleaseAsync(release),
        LookupEffect lookup => LookUpAsync(lookup),
        SaveMemo memo => _memosSaved = SaveMemoAsync(memo, _memosSaved),
        AcquireLocks locks => AcquireAsync(locks),
        ReleaseLocks locks => Locks.Release(locks.HolderKey),
        EmitMetric metric => EmitAsync(metric),
        CollectArtifacts collect => CollectAsync(collect),
        StartPart part => StartPartAsync(part),
        EndPart part => EndPartAsync(part),
        ReportPart report => Run(report.HolderUid).CommandPart(new RunCommandMessage(report.Report)),
        RunCompleted => CompleteAsync(),
        _ => throw new InvalidOperationException($"no one carries out {effect.GetType().Name}"),
    };

    private async Task StartAsync(NodeWorkOrder order)
    {
        if (!_hosts.IsOwn(order.Host))
        {
            if (!await _hosts.WaitForAsync(order.Host!))
            {
                await LoseAsync(order.NodeId, order.Attempt, order.Host!, NodePhase.Error, infrastructureFault: true);
                return;
            }

            if (!IsAwaited(order.NodeId, order.Attempt))
            {
                return;
            }
        }

        try
        {
            await NodeOf(order.NodeId, order.Attempt, order.Host).Execute(new NodeWorkMessage(NodeMessages.ToWork(order, TraceParent)));
        }
        catch (Exception failure) when (!IsGone && !IsPassing(failure))
        {
            // The start itself broke, not the program: the engine decides whether there is another attempt.
            LogEffectFailed(Uid, nameof(StartNode), failure);
            Decide(new NodeReported
            {
                Now = _time.GetUtcNow(),
                NodeId = order.NodeId,
                Attempt = order.Attempt,
                Phase = NodePhase.Error,
                Message = $"could not be started: {failure.Message}",
                InfrastructureFault = true,
            });
            await FlushAsync();
        }
    }

    private async Task CancelAsync(CancelNode cancel)
    {
        if (!_hosts.IsOwn(cancel.Host) && !await _hosts.WaitForAsync(cancel.Host!))
        {
            await LoseAsync(cancel.NodeId, cancel.Attempt, cancel.Host!, NodePhase.Failed, infrastructureFault: false);
            return;
        }

        await NodeOf(cancel.NodeId, cancel.Attempt, cancel.Host).Cancel(new NodeCancelMessage(IdOf(cancel.NodeId, cancel.Attempt), cancel.Reason, cancel.Immediate));
    }

    // A host that is away when its work is over finds out for itself when it comes back.
    private Task ReleaseAsync(ReleaseNode release) => _hosts.IsOwn(release.Host) || _hosts.Present.ContainsKey(release.Host!)
        ? NodeOf(release.NodeId, release.Attempt, release.Host).Release(new NodeReleaseMessage(IdOf(release.NodeId, release.Attempt), release.Delete))
        : Task.CompletedTask;

    private async Task LoseAsync(string nodeId, int attempt, string host, string phase, bool infrastructureFault)
    {
        if (IsGone)
        {
            return;
        }

        Decide(new NodeReported
        {
            Now = _time.GetUtcNow(),
            NodeId = nodeId,
            Attempt = attempt,
            Phase = phase,
            Message = $"host '{host}' is gone, and the step with it",
            HostNodeName = host,
            InfrastructureFault = infrastructureFault,
        });
        await FlushAsync();
    }

    /// <summary>Whether this activation no longer speaks for the run: calls from it fail for that alone, which says nothing of the work.</summary>
    private bool IsGone => _discarded || _leaving || GrainContext.Deactivated.IsCompleted;

    private bool IsAwaited(string nodeId, int attempt) =>
        !IsGone && _state.Nodes.GetValueOrDefault(nodeId) is { Outstanding: true, Cancelling: null } node && node.Attempt == attempt;

    // In a cluster a call may be lost with the silo it went to, or with this one: whether the work began is not known, so it is asked for again.
    private bool IsPassing(Exception failure) => _hosts.Own is not null && failure is OrleansException or TimeoutException;

    // A result that the run has saved is there for its next question.
    private async Task SaveMemoAsync(SaveMemo memo, Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await _lookups.SaveMemoAsync(_state.Namespace, memo);
    }

    private async Task LookUpAsync(LookupEffect lookup)
    {
        if (lookup is LookupMemo)
        {
            await _memosSaved.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        var answer = await _lookups.AnswerAsync(_state.Namespace, lookup, _time.GetUtcNow());
        Decide(answer);
        await FlushAsync();
    }

    private async Task AcquireAsync(AcquireLocks request)
    {
        var reply = await Locks.Acquire(new LockRequestMessage(Uid, request));
        var now = _time.GetUtcNow();
        Decide(reply.Granted
            ? new LocksGranted { Now = now, HolderKey = request.HolderKey }
            : new LocksWaiting { Now = now, HolderKey = request.HolderKey, LockName = reply.WaitsFor, Message = reply.Message, Error = reply.Error });
        await FlushAsync();
    }

    private Task EmitAsync(EmitMetric metric)
    {
        _metrics.Record(metric.Sample);
        return Task.CompletedTask;
    }

    private async Task CollectAsync(CollectArtifacts collect)
    {
        var outcomes = await _artifacts.DeleteAsync(collect.Artifacts, CancellationToken.None);
        Decide(new ArtifactsCollected { Now = _time.GetUtcNow(), Outcomes = outcomes });
        await FlushAsync();
    }

    private Task CompleteAsync()
    {
        LogCompleted(Uid, _state.Phase);
        return Task.CompletedTask;
    }

    // Made once, and the same for all nodes: the place of each is found where it is asked for.
    private string? TraceParent => _traceParent ??= RunTrace.Of(_state.Workflow)?.Span.ToString();

    private NodeWorkId IdOf(string nodeId, int attempt) => new(Uid, nodeId, attempt);

    private INodeGrain NodeOf(string nodeId, int attempt, string? host) => GrainFactory.GetGrain<INodeGrain>(HostKey.On(host, IdOf(nodeId, attempt).ToString()));

    private IRunGrain Run(string uid) => GrainFactory.GetGrain<IRunGrain>(uid);

    private ILockGrain Locks => GrainFactory.GetGrain<ILockGrain>(ILockGrain.Key);
}
