using System.Diagnostics;
using Krewe.Engine;
using Krewe.Storage;

namespace Krewe.Grains;

/// <content>The flush: one commit at a time, holding everything decided since the last one.</content>
public sealed partial class RunGrain
{
    /// <summary>Below this a log is cheaper to replay than a snapshot is to write.</summary>
    private const long SnapshotThreshold = 1024 * 1024;

    /// <summary>
    /// How much larger than the snapshot the log after it may be. A node takes some twenty-five times as many bytes in the log as in a
    /// snapshot: less would write large runs over and over, more would make what is replayed after a restart the most of it.
    /// </summary>
    private const int LogToSnapshot = 2;

    /// <summary>Least time between two sums over the nodes of a run, for each of them: a second for 10,000.</summary>
    private static readonly TimeSpan SumsGapPerNode = TimeSpan.FromMicroseconds(100);

    private Batch _pending = new();
    private bool _flushing;
    private long _bytesSinceSnapshot;
    private long _snapshotBytes;
    private DateTimeOffset? _storedWakeup;
    private string? _storedOwner;
    private string? _requestId;
    private bool _endedHere;
    private CommitResult? _refusal;
    private NodeSums? _sums;
    private long _sumsAt;

    /// <summary>Completes once everything decided so far is durable and its effects are on their way.</summary>
    private Task FlushAsync()
    {
        ThrowIfDiscarded();
        if (_pending.IsEmpty && !_flushing)
        {
            return Task.CompletedTask;
        }

        var waiter = _pending.Waiter;
        if (!_flushing)
        {
            _flushing = true;
            _ = FlushLoopAsync();
        }

        return waiter.Task;
    }

    private async Task FlushLoopAsync()
    {
        var batch = _pending;
        try
        {
            while (!_discarded && (!batch.IsEmpty || batch.HasWaiter))
            {
                _pending = new Batch();
                if (batch.Events.Count > 0)
                {
                    await CommitAsync(batch);
                }

                if (_refusal is null)
                {
                    Release(batch.Effects);
                    StayWhileAtWork();
                    ScheduleTimer();
                    // Before anyone hears of it: who has seen a run end finds it counted.
                    Tell(batch);
                    _watchers.Publish(_state.RunUid, goesOn: !_state.IsCompleted);
                    TellProgressOfPart();
                }

                batch.Waiter.TrySetResult();
                batch = _pending;
            }
        }
        catch (Exception failure)
        {
            batch.Waiter.TrySetException(failure);
            Discard(failure);
            // What was decided may be durable while nothing of it was carried out, and then no wake-up may be left of it.
            _recovery.WakeAgain(Uid);
        }
        finally
        {
            _flushing = false;
            LeaveIfOver();
        }
    }

    // A listener is code of the host's: whatever goes wrong in it must not give up a run whose commit is durable.
    private void Tell(Batch batch)
    {
        try
        {
            Tally.Take(batch.Events, _state);
            if (batch.Events.Count > 0)
            {
                _instruments.Operated(batch.Since);
            }

            if (RunSpans.AreWanted)
            {
                RunSpans.Tell(batch.Events, _state);
            }
        }
        catch (Exception failure)
        {
            LogSpansFailed(Uid, failure);
        }
    }

    private async Task CommitAsync(Batch batch)
    {
        _refusal = null;
        var commit = NextCommit(batch);
        var result = await _committer.CommitAsync(commit);
        switch (result.Status)
        {
            case CommitStatus.Committed:
                _lastCommit = commit.CommitNo;
                _requestId = null;
                _bytesSinceSnapshot = commit.Snapshot is null ? _bytesSinceSnapshot + commit.Payload.Length : 0;
                _snapshotBytes = commit.Snapshot?.Pages.Sum(page => (long)page.Payload.Length) ?? _snapshotBytes;
                _storedOwner = commit.Owner ?? _storedOwner;
                _endedHere |= commit.Completed is not null;
                _storedWakeup = commit.Wakeup is { } wakeup ? wakeup.DueAt : _storedWakeup;
                if (commit is { Completed: not null, Index: { CronWorkflow: { } cron } row })
                {
                    _crons.Tell(row.Namespace, cron);
                }

                break;
            case CommitStatus.Fenced:
                throw new CommitUncertainException($"another activation of run {Uid} wrote commit {commit.CommitNo}");
            default:
                // The first commit was refused: there is no such run, whatever this activation holds.
                _refusal = result;
                _state = new RunState();
                break;
        }
    }

    private RunCommit NextCommit(Batch batch)
    {
        var number = _lastCommit + 1;
        var payload = RunRecord.Encode(batch.Events);
        var completed = _state.IsCompleted;
        // A completed run is not brought back after a restart, unless it has steps to end or artifacts to delete.
        var due = !completed ? RunEngine.NextWakeup(_state) : _state.HasOpenWork || _state.IsCollectingArtifacts ? _state.FinishedAt : null;
        // A completed run keeps its document alone; if it lives again (a retry), it needs a whole snapshot to stand on.
        var revived = batch.Events.Any(item => item is RunRetried);
        var snapshot = !completed && (revived || _bytesSinceSnapshot + payload.Length > Math.Max(SnapshotThreshold, LogToSnapshot * _snapshotBytes));
        // Before the document is made, which says that it is counted.
        var usage = completed ? RunUsages.Count(_state, _usage.Labels) : [];
        return new RunCommit
        {
            RunId = Uid,
            CommitNo = number,
            Payload = payload,
            // A part stands in no list.
            Index = IsPart ? null : RunRecord.IndexRow(_state, SumsToShow()),
            // Completion drops the wake-up that was there: one that is still needed is said again.
            Wakeup = due == _storedWakeup && !(completed && due is not null) ? null : due is { } at ? WakeupChange.At(at) : WakeupChange.Clear,
            Snapshot = snapshot ? Storage.RunSnapshot.Whole(number, RunRecord.EncodeSnapshot(_state)) : null,
            // The cast matters: without it the null would become an empty document.
            Completed = completed ? RunRecord.EncodeDocument(_state) : (ReadOnlyMemory<byte>?)null,
            RequestId = number == 1 ? _requestId : null,
            Pipelines = number == 1 && !IsPart ? RunPipelines.Of(_state.Workflow) : [],
            Steps = completed && !IsPart ? RunRecord.EncodeSteps(_state) : (ReadOnlyMemory<byte>?)null,
            Owner = _state.Host == _storedOwner ? null : _state.Host,
            Usage = usage,
        };
    }

    /// <summary>What lists show of the nodes. All are looked at for it, of a large run at work less often: its next commits bring what is missing.</summary>
    private NodeSums SumsToShow()
    {
        if (_sums is null || _state.IsCompleted || _time.GetElapsedTime(_sumsAt) >= _state.Nodes.Count * SumsGapPerNode)
        {
            (_sums, _sumsAt) = (NodeSums.Of(_state), _time.GetTimestamp());
        }

        return _sums;
    }

    private void ThrowIfDiscarded()
    {
        if (_discarded)
        {
            throw new CommitUncertainException($"this activation of run {Uid} has given itself up");
        }
    }

    /// <summary>The state in memory can no longer be trusted, or is no longer wanted: nothing more leaves this activation.</summary>
    private void Discard(Exception reason)
    {
        _discarded = true;
        _timer?.Dispose();
        if (_pending.HasWaiter)
        {
            _pending.Waiter.TrySetException(reason);
        }

        LogDiscarded(Uid, reason);
        DeactivateOnIdle();
    }

    /// <summary>What was decided since the last commit began.</summary>
    private sealed class Batch
    {
        private TaskCompletionSource? _waiter;

        public List<RunEvent> Events { get; } = [];

        public List<RunEffect> Effects { get; } = [];

        /// <summary>Time stamp of the first decision in it.</summary>
        public long Since { get; private set; }

        public bool IsEmpty => Events.Count == 0 && Effects.Count == 0;

        public bool HasWaiter => _waiter is not null;

        public void Add(Decision decision)
        {
            Since = IsEmpty ? Stopwatch.GetTimestamp() : Since;
            Events.AddRange(decision.Events);
            Effects.AddRange(decision.Effects);
        }

        public TaskCompletionSource Waiter => _waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
