namespace Krewe.Engine;

internal sealed partial class RunWork
{
    private string? _rejection;

    public Decision Decide(RunCommand command)
    {
        _events = [];
        _effects = [];
        _rejection = null;
        _added = 0;
        _globalScope = null;
        TakeRooms(command);
        if (command is CreateRun create)
        {
            Create(create);
        }
        else if (!State.Exists)
        {
            _rejection = "there is no such run";
        }
        else if (!State.HasSeen(command.CommandId))
        {
            MoveTo(command);
            Build();
            Handle(command);
            FireTimers();
            EnforceDeadline();
            Run();
            HaltOnce();
            if (command is Reconcile)
            {
                // The frames are there only now; what this very decision has started is not started twice.
                _effects.AddRange(PendingEffects().Where(effect => !_effects.Exists(known => IsSame(known, effect))).ToList());
                if (State.IsSuspended && State.Shutdown.Length == 0)
                {
                    _effects.AddRange(RunningWhileSuspended());
                }
            }

            if (_events.Count > 0 && command.CommandId is { } id)
            {
                Emit(new CommandAccepted { CommandId = id });
            }
        }

        return new Decision(_events, _effects, _rejection);
    }

    // A run that has ended gives no more work; a retry of it does.
    private void MoveTo(RunCommand command)
    {
        if (command.Host is { } host && host != State.Host && (!State.IsCompleted || command is RetryRun))
        {
            Emit(new RunChanged { Host = host });
        }
    }

    // A suspended run looks at no frame, so after a load it has none; yet what it had started runs on and must be asked for.
    // A copy that is not suspended finds the orders; whatever else it decides is dropped with it.
    private IEnumerable<RunEffect> RunningWhileSuspended()
    {
        if (!State.OutstandingNodes.Any(id => State.Node(id) is { IsFulfilled: false }))
        {
            return [];
        }

        var copy = RunSnapshot.Decode(RunSnapshot.Encode(State));
        copy.Apply(new RunChanged { Suspend = false });
        return Of(copy, Now).Decide(new Reconcile { Now = Now }).Effects
            .Select(effect => effect is StartPart part ? part with { Suspended = true } : effect)
            .Where(effect => IsAwaited(effect) && !_effects.Exists(known => IsSame(known, effect)))
            .ToList();
    }

    private bool IsAwaited(RunEffect start)
    {
        var (id, attempt) = start switch
        {
            StartNode node => (node.Work.NodeId, node.Work.Attempt),
            StartPart part => (part.NodeId, part.Attempt),
            _ => ("", 0),
        };
        return State.Node(id) is { Outstanding: true, IsFulfilled: false } known && known.Attempt == attempt;
    }

    private static bool IsSame(RunEffect a, RunEffect b) => (a, b) switch
    {
        (StartNode x, StartNode y) => x.Work.NodeId == y.Work.NodeId,
        (LookupEffect x, LookupEffect y) => x.LookupId == y.LookupId,
        (AcquireLocks x, AcquireLocks y) => x.HolderKey == y.HolderKey,
        (CancelNode x, CancelNode y) => x.NodeId == y.NodeId,
        (StartPart x, StartPart y) => x.NodeId == y.NodeId,
        (EndPart x, EndPart y) => x.NodeId == y.NodeId,
        (RunCompleted, RunCompleted) or (CollectArtifacts, CollectArtifacts) or (ReportPart, ReportPart) => true,
        _ => false,
    };

    private void Create(CreateRun create)
    {
        if (State.Exists)
        {
            return;
        }

        Emit(new RunCreated
        {
            Workflow = create.Workflow,
            Templates = create.Templates.Count > 0 ? create.Templates : null,
            ClusterTemplates = create.ClusterTemplates.Count > 0 ? create.ClusterTemplates : null,
            Config = create.Estimates is { } estimates ? create.Config with { Estimates = estimates } : create.Config,
            At = create.Now,
            Host = create.Host,
        });
        Build();
        FireTimers();
        EnforceDeadline();
        Run();
        HaltOnce();
        if (create.CommandId is { } id)
        {
            Emit(new CommandAccepted { CommandId = id });
        }
    }

    private void Handle(RunCommand command)
    {
        switch (command)
        {
            case NodeReported report:
                Report(report);
                break;
            case SuspendRun:
                Suspend();
                break;
            case ResumeRun resume:
                Resume(resume);
                break;
            case StopRun stop:
                Stop(stop);
                break;
            case TerminateRun:
                ShutDown("Terminate", null);
                break;
            case SetNode set:
                Set(set);
                break;
            case LabelRun label:
                SetLabels(label);
                break;
            case RetryRun retry:
                Retry(retry);
                break;
            case ContinuePart again:
                ContinuePart(again);
                break;
            case LookupCompleted lookup:
                Answer(lookup);
                break;
            case LocksGranted granted:
                Granted(granted);
                break;
            case LocksWaiting waiting:
                Waiting(waiting);
                break;
            case ArtifactsCollected collected:
                Collected(collected);
                break;
        }
    }
}
