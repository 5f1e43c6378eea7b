using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Grains;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>Limits of semaphores, and who holds them.</content>
internal sealed partial class WorkflowService
{
    /// <summary>Most characters of the name of an object of Kubernetes.</summary>
    private const int LongestName = 253;

    private const string SyncWords = "sync limits";

    private ILockGrain Locks => _grains.GetGrain<ILockGrain>(ILockGrain.Key);

    public Task<SyncLimit> CreateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) => WriteLimitAsync(limit, isNew: true, cancellationToken);

    public async Task<SyncLimit> GetSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) =>
        await ReadLimitAsync(Checked(limit), cancellationToken).ConfigureAwait(false) is { } number ? limit with { Limit = number } : throw KreweException.NotFound(SyncWords, limit.Key);

    public Task<SyncLimit> UpdateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) => WriteLimitAsync(limit, isNew: false, cancellationToken);

    public async Task DeleteSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default)
    {
        await GetSyncLimitAsync(limit, cancellationToken).ConfigureAwait(false);
        if (IsConfigMap(limit))
        {
            await ChangeMapAsync(limit, data => data.Remove(limit.Key), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await _objects.DeleteAsync(LockLimits.KeyOf(limit.Namespace, limit.Key), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<LockInfo>> ListLocksAsync(string @namespace, CancellationToken cancellationToken = default)
    {
        var locks = await Locks.List(@namespace.Length == 0 ? null : @namespace).WaitAsync(cancellationToken).ConfigureAwait(false);
        return [.. locks.Select(item => new LockInfo { Name = item.Name, Limit = item.Limit, Holders = UsersOf(item.Holders), Waiters = UsersOf(item.Waiters) })];
    }

    /// <summary>A config map has changed, which may hold the limit that somebody waits for.</summary>
    internal Task ConfigMapChangedAsync() => Locks.Refresh();

    private static List<LockUser> UsersOf(IReadOnlyList<LockPart> parts) =>
        [.. parts.Select(part => new LockUser { Holder = part.Holder, Position = part.Position, Priority = part.Priority, Since = part.Since })];

    private static bool IsConfigMap(SyncLimit limit) => limit.Type == SyncLimit.ConfigMapType;

    private static SyncLimit Checked(SyncLimit limit) => limit switch
    {
        { Key: null or "" } => throw new KreweException(KreweErrorCode.InvalidArgument, "the key of a sync limit must not be empty"),
        { Type: not (SyncLimit.DatabaseType or SyncLimit.ConfigMapType) } => throw new KreweException(KreweErrorCode.InvalidArgument, $"unknown type '{limit.Type}' of a sync limit; known are {SyncLimit.DatabaseType} and {SyncLimit.ConfigMapType}"),
        { Type: SyncLimit.ConfigMapType, CmName: null or "" } => throw new KreweException(KreweErrorCode.InvalidArgument, "a sync limit in a config map needs the map's name (cmName)"),
        { Type: SyncLimit.ConfigMapType } when !IsObjectName(limit.CmName!) => throw new KreweException(KreweErrorCode.InvalidArgument, $"\"{Shortened(limit.CmName!)}\" is not a name of a config map: it has lower-case letters, digits, '-' and '.', begins and ends with a letter or digit, and has at most {LongestName} characters"),
        { Key.Length: > LongestName } => throw new KreweException(KreweErrorCode.InvalidArgument, $"the key of a sync limit has at most {LongestName} characters"),
        _ => limit,
    };

    private static bool IsObjectName(string name) => name.Length <= LongestName && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]) && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '.');

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private async Task<SyncLimit> WriteLimitAsync(SyncLimit limit, bool isNew, CancellationToken cancellationToken)
    {
        if (Checked(limit).Limit <= 0)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"the limit must be greater than zero, got {limit.Limit.ToString(CultureInfo.InvariantCulture)}");
        }

        var old = await ReadLimitAsync(limit, cancellationToken).ConfigureAwait(false);
        if (isNew && old is not null)
        {
            throw KreweException.AlreadyExists(SyncWords, limit.Key);
        }

        if (!isNew && old is null)
        {
            throw KreweException.NotFound(SyncWords, limit.Key);
        }

        if (IsConfigMap(limit))
        {
            await ChangeMapAsync(limit, data => data[limit.Key] = limit.Limit.ToString(CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await _objects.PutAsync(LockLimits.KeyOf(limit.Namespace, limit.Key), LockLimits.Encode(limit.Limit), cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        await Locks.Refresh().WaitAsync(cancellationToken).ConfigureAwait(false);
        return limit;
    }

    private async Task<int?> ReadLimitAsync(SyncLimit limit, CancellationToken cancellationToken)
    {
        if (!IsConfigMap(limit))
        {
            return await _objects.GetAsync(LockLimits.KeyOf(limit.Namespace, limit.Key), cancellationToken).ConfigureAwait(false) is { } stored ? LockLimits.Decode(stored.Payload) : null;
        }

        return await _configMaps.GetValueAsync(limit.Namespace, limit.CmName!, limit.Key).ConfigureAwait(false) is { } text && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // A config map that lies in the secrets folder only is answered from there until the engine keeps one of that name: the whole map, so its other keys are taken along.
    private async Task ChangeMapAsync(SyncLimit limit, Action<JsonObject> change, CancellationToken cancellationToken)
    {
        var key = new ObjectKey(LocalConfigMaps.Kind, limit.Namespace, limit.CmName!);
        var stored = await _objects.GetAsync(key, cancellationToken).ConfigureAwait(false);
        var map = stored is not null ? (JsonObject)JsonNode.Parse(stored.Payload.Span)! : new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = LocalConfigMaps.Kind,
            ["metadata"] = new JsonObject { ["name"] = limit.CmName, ["namespace"] = limit.Namespace },
            ["data"] = JsonSerializer.SerializeToNode(await _configMaps.GetAllAsync(limit.Namespace, limit.CmName!).ConfigureAwait(false)),
        };
        change(map["data"] as JsonObject ?? (JsonObject)(map["data"] = new JsonObject())!);
        var result = await _objects.PutAsync(key, JsonSerializer.SerializeToUtf8Bytes(map), stored?.Labels, stored?.Version ?? 0, cancellationToken).ConfigureAwait(false);
        if (result.Status != ObjectWriteStatus.Done)
        {
            throw new KreweException(KreweErrorCode.Aborted, $"config map \"{limit.CmName}\" was changed by somebody else; try again");
        }
    }
}
