using Krewe.Engine;
using Krewe.Executors;
using Krewe.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Krewe.Grains;

/// <inheritdoc cref="IRunGrain"/>
/// <remarks>
/// The grain is reentrant under one rule: decide and change the state synchronously, then await the flush. Calls that arrive
/// while a flush is under way decide at once and share the next flush. Nothing leaves the grain (no effect, no answer)
/// before the commit that holds its cause. After a fenced or uncertain commit the state in memory may be false: every
/// caller fails, the activation refuses further work and deactivates; the next one reads the log.
/// Runs are spread over the silos by their uid, not by load as a silo sees it: steps are processes beside their run, and a silo that has
/// just begun or is busy for a second would be passed over by a whole burst of runs.
/// </remarks>
[Reentrant]
[HashBasedPlacement]
public sealed partial class RunGrain : Grain, IRunGrain
{
    private readonly IRunStore _store;
    private readonly IRunCommitter _committer;
    private readonly RunLookups _lookups;
    private readonly RunRecovery _recovery;
    private readonly ClusterHosts _hosts;
    private readonly HostLoads _loads;
    private readonly ActiveRuns _active;
    private readonly RunWatchHub _watchers;
    private readonly CronNotices _crons;
    private readonly CustomMetrics _metrics;
    private readonly EngineInstruments _instruments;
    private readonly IArtifactRemover _artifacts;
    private readonly UsageSettings _usage;
    private readonly TimeProvider _time;
    private readonly ILogger<RunGrain> _logger;
    private RunState _state = new();
    private long _lastCommit;
    private bool _discarded;
    private bool _leaving;

    public RunGrain(IRunStore store, IRunCommitter committer, RunLookups lookups, RunRecovery recovery, ClusterHosts hosts, HostLoads loads, ActiveRuns active, RunWatchHub watchers, CronNotices crons, CustomMetrics metrics, EngineInstruments instruments, IArtifactRemover artifacts, UsageSettings usage, TimeProvider time, ILogger<RunGrain> logger)
    {
        _store = store;
        _committer = committer;
        _lookups = lookups;
        _recovery = recovery;
        _hosts = hosts;
        _loads = loads;
        _active = active;
        _watchers = watchers;
        _crons = crons;
        _metrics = metrics;
        _instruments = instruments;
        Tally = new RunTally(instruments);
        _artifacts = artifacts;
        _usage = usage;
        _time = time;
        _logger = logger;
    }

    /// <summary>What is counted of the run; its totals may be read by any thread.</summary>
    internal RunTally Tally { get; }

    private string Uid => this.GetPrimaryKeyString();

    private bool Exists => _lastCommit > 0;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _active.Remove(Uid, this);
        _leaving = true;
        if (IsWanted && !IsOwnWish(reason.ReasonCode))
        {
            _recovery.WakeAgain(Uid);
        }

        return Task.CompletedTask;
    }

    /// <summary>Whether there is, or may be when it is read, something to do for the run that nobody else remembers.</summary>
    private bool IsWanted => _loading is { IsCompleted: false } || _flushing || !_pending.IsEmpty
        || (Exists && (!_state.IsCompleted || _state.HasOpenWork || _state.IsCollectingArtifacts));

    // The runtime gives activations up by itself, above all those whose entry in its directory was on a silo that has gone: what they
    // were about to do has no other owner.
    private bool IsOwnWish(DeactivationReasonCode reason) => reason switch
    {
        DeactivationReasonCode.ShuttingDown => true,
        DeactivationReasonCode.ApplicationRequested or DeactivationReasonCode.ActivationIdle => _carrying == 0,
        _ => false,
    };

    public async Task<RunReply> Create(CreateRunMessage message)
    {
        await (message.IsNew ? PresumeNew() : LoadedAsync());
        if (!Exists)
        {
            _requestId = message.RequestId;
            Decide(message.Command);
            await FlushAsync();
            while (!Exists && _refusal is null)
            {
                // Another call has tried again meanwhile.
                await FlushAsync();
            }

            // The refusal stays: a repeated call may have waited for the same commit.
            if (_refusal is { } refusal)
            {
                DeactivateOnIdle();
                return new RunReply
                {
                    Status = refusal.Status == CommitStatus.NameTaken ? RunReplyStatus.NameTaken : RunReplyStatus.Duplicate,
                    ExistingUid = refusal.ExistingRunId,
                };
            }
        }

        return Reply();
    }

    public async Task<RunReply> Command(RunCommandMessage message)
    {
        if (!await IsThereAsync())
        {
            return new RunReply { Status = RunReplyStatus.NotFound };
        }

        var rejection = await CommandHereAndBelowAsync(message.Command);
        return rejection is null ? Reply() : new RunReply { Status = RunReplyStatus.Rejected, Reason = rejection };
    }

    public async Task Report(NodeReportsMessage message)
    {
        if (!await IsThereAsync())
        {
            return;
        }

        var now = _time.GetUtcNow();
        foreach (var report in message.Reports)
        {
            Decide(NodeMessages.ToCommand(report, now));
        }

        await FlushAsync();
    }

    public async Task Ensure()
    {
        if (!await IsThereAsync())
        {
            return;
        }

        Decide(new TimerDue { Now = _time.GetUtcNow() });
        await FlushAsync();
    }

    public async Task AskAgain()
    {
        var isLoaded = _loading is not null;
        if (!await IsThereAsync() || _discarded)
        {
            return;
        }

        // One that is loaded for it has asked already.
        if (isLoaded)
        {
            Decide(new Reconcile { Now = _time.GetUtcNow() });
        }

        await FlushAsync();
    }

    public async Task<IReadOnlyList<NodeWorkId>> Strays(string host, IReadOnlyList<NodeWorkId> found)
    {
        if (!await IsThereAsync())
        {
            return found;
        }

        await FlushAsync();
        return [.. found.Where(id => !(_state.Nodes.GetValueOrDefault(id.NodeId) is { Outstanding: true } node && node.Attempt == id.Attempt && node.HostNodeName == host))];
    }

    public async Task<IReadOnlyList<string>> LockHolders()
    {
        if (!await IsThereAsync())
        {
            return [];
        }

        await FlushAsync();
        return [.. _state.LockHolders];
    }

    public async Task<RunReply> Get()
    {
        if (!await IsThereAsync())
        {
            return new RunReply { Status = RunReplyStatus.NotFound };
        }

        await FlushAsync();
        return Reply();
    }

    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> WorkStarts()
    {
        if (!await IsThereAsync())
        {
            return new Dictionary<string, DateTimeOffset>();
        }

        await FlushAsync();
        return RunRecord.WorkStarts(_state);
    }

    public async Task Abandon()
    {
        try
        {
            if (!await IsThereAsync())
            {
                return;
            }
        }
        catch (DamagedRecordException)
        {
            // Nothing of it has begun here, and it must not stand in the way of its deletion.
            return;
        }

        Discard(new CommitUncertainException("the run is being deleted"));
        Release(RunEngine.PendingEffects(_state, _time.GetUtcNow()).Select(LetGo).OfType<RunEffect>());
    }

    /// <summary>What ends an effect of a run that is no more.</summary>
    private static RunEffect? LetGo(RunEffect effect) => effect switch
    {
        StartNode start => new CancelNode(start.Work.NodeId, start.Work.Attempt, "workflow deleted", Immediate: true, start.Work.Host),
        AcquireLocks locks => new ReleaseLocks(locks.HolderKey, locks.Locks),
        _ => null,
    };

    private RunReply Reply() => new()
    {
        Status = RunReplyStatus.Accepted,
        Workflow = WorkflowProjection.Of(_state),
        Version = _lastCommit,
    };

    /// <summary>Applies a command to the state and queues what came of it; returns why it was refused, if it was.</summary>
    private string? Decide(RunCommand command)
    {
        ThrowIfDiscarded();
        Decision decision;
        try
        {
            decision = RunEngine.Decide(_state, command with { Host = _hosts.Own, Hosts = _loads.Rooms });
        }
        catch
        {
            _instruments.Failed(ErrorCause.OperationPanic);
            throw;
        }

        _loads.Give(decision.Effects);
        _pending.Add(decision);
        return decision.Rejection;
    }
}
