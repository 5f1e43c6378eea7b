using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

internal sealed partial class RunWork
{
    private const string PostponedMessage = "Workflow processing has been postponed because too many workflows are already running";

    // As in Argo the workflow's own: a template cannot move its runs to the front.
    public int Priority => State.Workflow.Spec.Priority ?? 0;

    private DateTimeOffset CreatedAt => State.Workflow.Metadata.CreationTimestamp ?? State.StartedAt ?? Now;

    private string RunHolder => $"{State.Namespace}/{State.Name}";

    /// <summary>Whether the locks of a template are held; asks for them and makes the node wait if not.</summary>
    public bool HasLocks(Invocation invocation)
    {
        if (invocation.Template!.Synchronization is not { } synchronization)
        {
            return true;
        }

        var holder = $"{RunHolder}/{invocation.Id}";
        if (State.Locks.TryGetValue(holder, out var locks))
        {
            // After a restart nobody is in the list yet.
            _lockWaiters[holder] = invocation;
            return locks.State == "held";
        }

        var requests = Requests(Render.Lenient(synchronization, invocation.InsideScope(), EngineJson.Plain.Synchronization));
        if (requests.Count == 0)
        {
            return true;
        }

        if (State.Lookups.TryGetValue("locks/" + holder, out var failed))
        {
            throw new UserErrorException(failed.Error ?? "the locks cannot be had");
        }

        _lockWaiters[holder] = invocation;
        Emit(new LocksChanged { HolderKey = holder, State = "waiting", Locks = requests });
        var type = RetryOf(invocation.Template) is null ? Invocation.NodeTypeOf(invocation.Template) : NodeType.Retry;
        invocation.Add(type, NodePhase.Pending, $"Waiting for {requests[0].Name} lock");
        Emit(new NodeChanged { Id = invocation.Id, WaitingLock = requests[0].Name });
        Effect(new AcquireLocks(holder, requests, Priority, CreatedAt));
        return false;
    }

    private static readonly TimeSpan LockRetryTime = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, DateTimeOffset> _lockRetries = [];
    private readonly Dictionary<string, Invocation> _lockWaiters = [];

    /// <summary>Gives the locks of a node back, and its place in the queue.</summary>
    public void ReleaseLocksOf(Invocation invocation) => Release($"{RunHolder}/{invocation.Id}");

    private void Release(string holder)
    {
        _lockWaiters.Remove(holder);
        _lockRetries.Remove(holder);
        if (State.Locks.TryGetValue(holder, out var locks))
        {
            Emit(new LocksChanged { HolderKey = holder, State = "released", Locks = locks.Locks });
            Effect(new ReleaseLocks(holder, locks.Locks));
        }
    }

    // A run that waits for its child would otherwise keep the place that the child waits for.
    private bool SharesItsParentsPlace =>
        State.Workflow.Metadata is { Annotations: { } annotations, OwnerReferences.Count: > 0 } && annotations.ContainsKey(ChildRuns.AttemptAnnotation);

    // Whether the run has its place among the runs at work, where their number is limited.
    private bool HasSlot()
    {
        if (!State.Config.IsThrottled || SharesItsParentsPlace)
        {
            return true;
        }

        var holder = AcquireLocks.SlotPrefix + RunHolder;
        if (State.Locks.TryGetValue(holder, out var slot))
        {
            return slot.State == "held";
        }

        List<LockRequest> requests = [new(AcquireLocks.AllRuns, false, null, null, false), new(AcquireLocks.RunsOf(State.Namespace), false, null, null, false)];
        Emit(new LocksChanged { HolderKey = holder, State = "waiting", Locks = requests });
        if (State.Phase == WorkflowPhase.Unknown)
        {
            Emit(new RunChanged
            {
                Phase = WorkflowPhase.Pending,
                Message = PostponedMessage,
                Labels = new Dictionary<string, string> { [PhaseLabel] = WorkflowPhase.Pending },
            });
        }

        Effect(new AcquireLocks(holder, requests, Priority, CreatedAt));
        return false;
    }

    private bool HasRunLocks()
    {
        if (Spec.Synchronization is not { } synchronization)
        {
            return true;
        }

        if (State.Locks.TryGetValue(RunHolder, out var locks))
        {
            return locks.State == "held";
        }

        if (State.Lookups.TryGetValue("locks/" + RunHolder, out var failed))
        {
            throw new RunRefusedException("Failed to acquire the synchronization lock. " + (failed.Error ?? "the locks cannot be had"));
        }

        var requests = Requests(Render.Lenient(synchronization, Globals, EngineJson.Plain.Synchronization));
        if (requests.Count == 0)
        {
            return true;
        }

        Emit(new LocksChanged { HolderKey = RunHolder, State = "waiting", Locks = requests });
        Emit(new RunChanged
        {
            Phase = WorkflowPhase.Pending,
            Message = $"Waiting for {requests[0].Name} lock",
            Labels = new Dictionary<string, string> { [PhaseLabel] = WorkflowPhase.Pending },
        });
        Effect(new AcquireLocks(RunHolder, requests, Priority, CreatedAt));
        return false;
    }

    private void ReleaseRunLocks()
    {
        foreach (var holder in State.Locks.Keys.ToList())
        {
            Release(holder);
        }
    }

    private void Granted(LocksGranted granted)
    {
        if (!State.Locks.TryGetValue(granted.HolderKey, out var locks) || locks.State == "held")
        {
            if (locks is null)
            {
                // It came too late: nobody waits any more.
                Effect(new ReleaseLocks(granted.HolderKey, []));
            }

            return;
        }

        Emit(locks with { State = "held" });
        Moved(granted.HolderKey);
    }

    private void Waiting(LocksWaiting waiting)
    {
        if (!State.Locks.TryGetValue(waiting.HolderKey, out var locks) || locks.State == "held")
        {
            return;
        }

        if (waiting.Error is { } passing && TransientErrors.Matches(passing, State.Config.TransientErrorPattern))
        {
            _lockRetries[waiting.HolderKey] = Now + LockRetryTime;
            WaitForLock(waiting.HolderKey, "Waiting to acquire the synchronization lock. " + passing, waiting.LockName);
        }
        else if (waiting.Error is { } error)
        {
            Emit(new LookupAnswered { LookupId = "locks/" + waiting.HolderKey, Error = error });
            Emit(locks with { State = "released" });
            Effect(new ReleaseLocks(waiting.HolderKey, locks.Locks));
            Moved(waiting.HolderKey);
        }
        else
        {
            WaitForLock(waiting.HolderKey, waiting.Message, waiting.LockName);
        }
    }

    private void WaitForLock(string holder, string? message, string? lockName)
    {
        if (holder == RunHolder)
        {
            if (message is not null && message != State.Message)
            {
                Emit(new RunChanged { Message = message });
            }
        }
        else if (_lockWaiters.TryGetValue(holder, out var invocation) && invocation.Node is { } node && (node.Message != message || node.WaitingLock != lockName))
        {
            Emit(new NodeChanged { Id = node.Id, Message = message, WaitingLock = lockName });
        }
    }

    // After a fault that passes by itself.
    private void AskAgainForLocks()
    {
        foreach (var holder in _lockRetries.Where(retry => retry.Value <= Now).Select(retry => retry.Key).ToList())
        {
            _lockRetries.Remove(holder);
            if (State.Locks.TryGetValue(holder, out var locks) && locks.State == "waiting")
            {
                Effect(new AcquireLocks(holder, locks.Locks, Priority, CreatedAt));
            }
        }
    }

    private void Moved(string holder)
    {
        if (_lockWaiters.TryGetValue(holder, out var invocation))
        {
            Enqueue(invocation);
        }

        Build();
    }

    private List<LockRequest> Requests(Synchronization synchronization)
    {
        var all = new List<LockRequest>();
        foreach (var semaphore in synchronization.Semaphores ?? [])
        {
            var ns = string.IsNullOrEmpty(semaphore.Namespace) ? State.Namespace : semaphore.Namespace;
            if (semaphore.Database is { } database)
            {
                all.Add(new LockRequest($"{ns}/Database/{database.Key}", false, null, database.Key, true));
            }
            else if (semaphore.ConfigMapKeyRef is { } key)
            {
                all.Add(new LockRequest($"{ns}/ConfigMap/{key.Name}/{key.Key}", false, key.Name, key.Key, false));
            }
        }

        foreach (var mutex in synchronization.Mutexes ?? [])
        {
            var ns = string.IsNullOrEmpty(mutex.Namespace) ? State.Namespace : mutex.Namespace;
            all.Add(new LockRequest($"{ns}/Mutex/{mutex.Name}", true, null, null, mutex.Database == true));
        }

        return all;
    }
}
