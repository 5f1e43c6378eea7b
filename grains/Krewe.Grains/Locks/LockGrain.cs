using System.Globalization;
using System.Text.Json;
using Krewe.Engine;
using Krewe.Storage;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains;

/// <inheritdoc cref="ILockGrain"/>
/// <remarks>Holders are stored before anyone is told. Waiters are not: after a restart every run that waits asks again.</remarks>
public sealed partial class LockGrain(IObjectStore objects, IConfigMaps configMaps, IRunLimits runLimits, TimeProvider time, ILogger<LockGrain> logger) : Grain, ILockGrain
{
    private const string HolderKind = "LockHolders";
    private readonly LockTable _table = new();
    private long _version;

    private string Namespace => this.GetPrimaryKeyString();

    private ObjectKey StoreKey => new(HolderKind, Namespace, "holders");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await objects.GetAsync(StoreKey, cancellationToken) is { } stored)
        {
            _version = stored.Version;
            foreach (var claim in JsonSerializer.Deserialize<List<LockClaim>>(stored.Payload.Span) ?? [])
            {
                _table.RestoreHolder(claim);
            }
        }
    }

    public async Task<LockReply> Acquire(LockRequestMessage message)
    {
        var request = message.Request;
        if (_table.IsHeldBy(request.HolderKey))
        {
            return new LockReply { Granted = true };
        }

        var limits = await LimitsAsync(request.Locks);
        if (request.Locks.FirstOrDefault(item => limits[item.Name] is null) is { } unknown)
        {
            return new LockReply { Error = $"semaphore {unknown.Name} has no limit: config map '{unknown.ConfigMap}' with key '{unknown.Key}' not found in namespace '{Namespace}'" };
        }

        _table.Enqueue(new LockClaim(request.HolderKey, message.RunUid, request.Locks, request.Priority, request.CreatedAt));
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
            Message = $"Waiting for {blocker.Name} lock. Lock status: {limit - _table.HoldersOf(blocker.Name)}/{limit}",
        };
    }

    public async Task Release(string holderKey)
    {
        if (_table.Remove(holderKey))
        {
            await StoreAsync();
        }

        await GrantAsync(tellOthersThan: null);
    }

    private async Task GrantAsync(string? tellOthersThan)
    {
        var limits = await LimitsAsync(_table.Waiting.SelectMany(claim => claim.Locks));
        var granted = _table.Grant(item => limits.GetValueOrDefault(item.Name));
        if (granted.Count == 0)
        {
            return;
        }

        await StoreAsync();
        foreach (var claim in granted.Where(claim => claim.HolderKey != tellOthersThan))
        {
            // The run is told by a call of its own: waiting for it here would close a circle of calls.
            _ = TellAsync(claim);
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

    private async Task<Dictionary<string, int?>> LimitsAsync(IEnumerable<LockRequest> locks)
    {
        var limits = new Dictionary<string, int?>(StringComparer.Ordinal);
        foreach (var item in locks.DistinctBy(item => item.Name, StringComparer.Ordinal).ToArray())
        {
            limits[item.Name] = item.IsMutex ? 1
                : item.Name == AcquireLocks.AllRuns ? runLimits.Parallelism ?? int.MaxValue
                : item.Name.StartsWith(AcquireLocks.RunsOf(""), StringComparison.Ordinal) ? runLimits.ParallelismOf(item.Name[AcquireLocks.RunsOf("").Length..]) ?? int.MaxValue
                : await configMaps.GetValueAsync(NamespaceOf(item), item.ConfigMap ?? "", item.Key ?? "") is { } text && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var limit) ? limit
                : null;
        }

        return limits;
    }

    private static string NamespaceOf(LockRequest item) => item.Name.Split('/')[0];

    private async Task StoreAsync()
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(_table.Holders);
        var result = await objects.PutAsync(StoreKey, payload, expectedVersion: _version);
        if (result.Status != ObjectWriteStatus.Done)
        {
            // Another activation wrote: what this one believes is out of date.
            DeactivateOnIdle();
            throw new InvalidOperationException($"locks of namespace '{Namespace}' were changed by another activation");
        }

        _version = result.Version;
    }

    [LoggerMessage(EventId = 140, Level = LogLevel.Warning, Message = "holder {Holder} could not be told of its locks; it asks again when its run is loaded")]
    private partial void LogNotTold(string holder, Exception failure);
}
