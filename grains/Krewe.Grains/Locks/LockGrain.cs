using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Krewe.Engine;
using Krewe.Model;
using Krewe.Storage;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains;

/// <inheritdoc cref="ILockGrain"/>
/// <remarks>
/// Holders are stored before anyone is told. Waiters are not: after a restart every run that waits asks again. A holder is
/// bound to the life of its run: from time to time, and first when the grain is loaded, runs that have ended or are gone lose
/// what they hold, and those that live are asked what they know of.
/// After a write that failed or may have failed nothing in memory is to be believed: the activation leaves at once, and the next one
/// reads what is stored. Whenever one leaves, the runs in its line are told to ask again: they know of no reason to.
/// </remarks>
public sealed partial class LockGrain(IObjectStore objects, LockLimits limitStore, IRunQueries runs, EngineInstruments instruments, TimeProvider time, ILogger<LockGrain> logger) : Grain, ILockGrain
{
    private const string HolderKind = "LockHolders";
    private const int LargestPage = 500;
    private const int MostTries = 6;
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private readonly LockTable _table = new();
    private IReadOnlyList<LockClaim> _granting = [];
    private IReadOnlyList<LockClaim> _lost = [];
    private long _version;

    private static ObjectKey StoreKey => new(HolderKind, "", "holders");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var stored in await objects.ListAsync(new ObjectFilter(HolderKind), null, LargestPage, cancellationToken))
        {
            foreach (var claim in JsonSerializer.Deserialize<List<LockClaim>>(stored.Payload.Span) ?? [])
            {
                _table.RestoreHolder(claim);
            }

            _version = stored.Key == StoreKey ? stored.Version : _version;
            if (stored.Key != StoreKey)
            {
                // Written before all locks came to be kept in one place.
                await StoreAsync();
                await objects.DeleteAsync(stored.Key, cancellationToken: cancellationToken);
            }
        }

        this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(1), SweepPeriod) { Interleave = true });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Not awaited: the runs ask the next activation, which may be there only when this one is gone.
        foreach (var uid in _table.Waiting.Concat(_granting).Select(claim => claim.RunUid).Distinct(StringComparer.Ordinal))
        {
            _ = AskAgainAsync(uid);
        }

        return Task.CompletedTask;
    }

    public async Task<LockReply> Acquire(LockRequestMessage message)
    {
        var request = message.Request;
        if (_table.IsHeldBy(request.HolderKey))
        {
            await CheckIsPresentAsync();
            return new LockReply { Granted = true };
        }

        var limits = await limitStore.ReadAsync(request.Locks);
        if (request.Locks.FirstOrDefault(item => limits[item.Name] is null) is { } unknown)
        {
            return new LockReply { Error = LockLimits.Explain(unknown) };
        }

        _table.Enqueue(new LockClaim(request.HolderKey, message.RunUid, request.Locks, request.Priority, request.CreatedAt) { Since = time.GetUtcNow() });
        await GrantAsync(tellOthersThan: request.HolderKey);
        if (_table.IsHeldBy(request.HolderKey))
        {
            return new LockReply { Granted = true };
        }

        var blocker = _table.BlockerOf(request.HolderKey, item => limits.GetValueOrDefault(item.Name) ?? 1)!;
        var limit = limits[blocker.Name] ?? 1;
        return new LockReply
        {
            WaitsFor = blocker.Name,
            Message = $"Waiting for {blocker.Name} lock. Lock status: {Math.Max(0, limit - _table.HoldersOf(blocker.Name))}/{limit}",
        };
    }

    public async Task Release(string holderKey)
    {
        await DropAsync([holderKey]);
        await GrantAsync(tellOthersThan: null);
    }

    public async Task Refresh()
    {
        var lost = _lost.Where(_table.Has).Select(claim => claim.HolderKey).ToList();
        _lost = [];
        await DropAsync(lost);
        await GrantAsync(tellOthersThan: null);
    }

    public async Task<IReadOnlyList<LockState>> List(string? @namespace)
    {
        var requests = Claims().SelectMany(claim => claim.Locks).DistinctBy(item => item.Name, StringComparer.Ordinal).Where(item => @namespace is null || LockLimits.NamespaceOf(item) == @namespace).ToList();
        var limits = await limitStore.ReadAsync(requests);
        return [.. requests.OrderBy(item => item.Name, StringComparer.Ordinal).Select(item => new LockState
        {
            Name = item.Name,
            Limit = limits[item.Name],
            Holders = PartsOf(_table.Holders.OrderBy(claim => claim.Since), item.Name),
            Waiters = PartsOf(_table.Waiting, item.Name),
        })];
    }

    private static List<LockPart> PartsOf(IEnumerable<LockClaim> claims, string name) =>
        [.. claims.Where(claim => claim.Locks.Any(item => item.Name == name)).Select((claim, place) => new LockPart(claim.HolderKey, claim.RunUid, place + 1, claim.Priority, claim.Since))];

    private IEnumerable<LockClaim> Claims() => _table.Holders.Concat(_table.Waiting);

    private async Task DropAsync(IReadOnlyList<string> holderKeys)
    {
        var held = false;
        foreach (var key in holderKeys)
        {
            held |= _table.Remove(key);
        }

        if (held)
        {
            await StoreAsync();
        }
    }

    private async Task GrantAsync(string? tellOthersThan)
    {
        if (_table.Waiting.Count == 0)
        {
            return;
        }

        var limits = await limitStore.ReadAsync(_table.Waiting.SelectMany(claim => claim.Locks));
        // A claim that came while the limits were read has no limit yet, and waits for its own turn.
        var granted = _table.Grant(item => limits.GetValueOrDefault(item.Name));
        if (granted.Count == 0)
        {
            return;
        }

        foreach (var claim in granted)
        {
            claim.Since = time.GetUtcNow();
        }

        _granting = granted;
        await StoreAsync();
        _granting = [];
        foreach (var claim in granted.Where(claim => claim.HolderKey != tellOthersThan))
        {
            // The run is told by a call of its own: waiting for it here would close a circle of calls.
            _ = TellAsync(claim);
        }

        foreach (var item in granted.SelectMany(claim => claim.Locks).Where(item => !item.Name.StartsWith(AcquireLocks.AllRuns, StringComparison.Ordinal)))
        {
            instruments.LockTaken(item.IsMutex ? "mutex" : "semaphore", LockLimits.NamespaceOf(item));
        }
    }

    private async Task TellAsync(LockClaim claim)
    {
        try
        {
            await GrainFactory.GetGrain<IRunGrain>(claim.RunUid).Command(new RunCommandMessage(new LocksGranted { Now = time.GetUtcNow(), HolderKey = claim.HolderKey }));
        }
        catch (Exception failure)
        {
            // The run asks again when it is loaded, and is told that it holds the locks.
            LogNotTold(claim.HolderKey, failure);
        }
    }

    private async Task AskAgainAsync(string uid)
    {
        for (var (tries, wait) = (1, FirstRetry); ; (tries, wait) = (tries + 1, wait * 2))
        {
            try
            {
                await GrainFactory.GetGrain<IRunGrain>(uid).AskAgain();
                return;
            }
            catch (Exception failure)
            {
                LogNotAsked(uid, failure);
            }

            if (tries == MostTries)
            {
                return;
            }

            await Task.Delay(wait, time);
        }
    }

    // Asks beside the other calls, which must not wait for a slow run; what comes of it is done in a turn of its own.
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lost = new List<LockClaim>();
            foreach (var run in Claims().GroupBy(claim => claim.RunUid, StringComparer.Ordinal).Select(group => (Uid: group.Key, Claims: group.ToList())).ToList())
            {
                var known = await KnownAsync(run.Uid, cancellationToken);
                lost.AddRange(run.Claims.Where(claim => !known.Contains(claim.HolderKey)));
            }

            lost.ForEach(claim => LogLost(claim.HolderKey, claim.RunUid));
            _lost = lost;
            await GrainFactory.GetGrain<ILockGrain>(ILockGrain.Key).Refresh();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogSweepFailed(failure);
        }
    }

    // What a run knows to hold or to wait for; nothing when it has ended or is gone.
    private async Task<IReadOnlyCollection<string>> KnownAsync(string uid, CancellationToken cancellationToken)
    {
        var row = await runs.GetAsync(uid, cancellationToken);
        return row is null || WorkflowPhase.IsCompleted(row.Phase) ? [] : await GrainFactory.GetGrain<IRunGrain>(uid).LockHolders();
    }

    // Another activation may have given the locks to others since: what is only remembered is not said before the store agrees.
    private async Task CheckIsPresentAsync()
    {
        if ((await objects.GetAsync(StoreKey))?.Version != _version)
        {
            Leave();
        }
    }

    [DoesNotReturn]
    private void Leave()
    {
        DeactivateOnIdle();
        throw new InvalidOperationException("the locks were changed by another activation");
    }

    private async Task StoreAsync()
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(_table.Holders);
        ObjectWriteResult result;
        try
        {
            result = await objects.PutAsync(StoreKey, payload, expectedVersion: _version);
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        if (result.Status != ObjectWriteStatus.Done)
        {
            // Another activation wrote: what this one believes is out of date.
            Leave();
        }

        _version = result.Version;
    }

    [LoggerMessage(EventId = 140, Level = LogLevel.Warning, Message = "holder {Holder} could not be told of its locks; it asks again when its run is loaded")]
    private partial void LogNotTold(string holder, Exception failure);

    [LoggerMessage(EventId = 143, Level = LogLevel.Warning, Message = "run {Uid} could not be told to ask for its locks again")]
    private partial void LogNotAsked(string uid, Exception failure);

    [LoggerMessage(EventId = 141, Level = LogLevel.Information, Message = "holder {Holder} of run {Uid} is gone: its locks are free")]
    private partial void LogLost(string holder, string uid);

    [LoggerMessage(EventId = 142, Level = LogLevel.Warning, Message = "looking for holders that are gone failed; it is tried again")]
    private partial void LogSweepFailed(Exception failure);
}
