using System.Globalization;
using System.Text;
using Krewe.Engine;
using Krewe.Storage;

namespace Krewe.Grains;

/// <summary>How many may hold a lock: mutexes one, semaphores what a config map or the store says.</summary>
public sealed class LockLimits(IObjectStore objects, IConfigMaps configMaps, IRunLimits runLimits)
{
    private const string Kind = "SyncLimit";
    private static readonly string RunsPrefix = AcquireLocks.RunsOf("");

    /// <summary>Namespace that a lock belongs to; empty for the places of all runs.</summary>
    public static string NamespaceOf(LockRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Name == AcquireLocks.AllRuns ? ""
            : request.Name.StartsWith(RunsPrefix, StringComparison.Ordinal) ? request.Name[RunsPrefix.Length..]
            : request.Name.Split('/')[0];
    }

    /// <summary>Where a limit that the store keeps is found.</summary>
    /// <param name="namespace">Namespace of the limit.</param>
    /// <param name="key">Its key.</param>
    public static ObjectKey KeyOf(string @namespace, string key) => new(Kind, @namespace, key);

    /// <summary>A limit as the store keeps it.</summary>
    public static byte[] Encode(int limit) => Encoding.UTF8.GetBytes(limit.ToString(CultureInfo.InvariantCulture));

    /// <summary>The limit that the store keeps.</summary>
    public static int Decode(ReadOnlyMemory<byte> payload) => int.Parse(payload.Span, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>What to say of a semaphore without a limit.</summary>
    public static string Explain(LockRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var @namespace = NamespaceOf(request);
        return request.Database
            ? $"semaphore {request.Name} has no limit: create it with 'krewe sync create {request.Key} --type database --limit N --namespace {@namespace}'"
            : $"semaphore {request.Name} has no limit: config map '{request.ConfigMap}' with key '{request.Key}' not found in namespace '{@namespace}'";
    }

    /// <summary>Limits by lock name; null where there is none.</summary>
    public async Task<Dictionary<string, int?>> ReadAsync(IEnumerable<LockRequest> requests)
    {
        var limits = new Dictionary<string, int?>(StringComparer.Ordinal);
        foreach (var item in requests.DistinctBy(item => item.Name, StringComparer.Ordinal).ToArray())
        {
            limits[item.Name] = item.IsMutex ? 1
                : item.Name == AcquireLocks.AllRuns ? runLimits.Parallelism ?? int.MaxValue
                : item.Name.StartsWith(RunsPrefix, StringComparison.Ordinal) ? runLimits.ParallelismOf(NamespaceOf(item)) ?? int.MaxValue
                : item.Database ? await FromStoreAsync(item)
                : await configMaps.GetValueAsync(NamespaceOf(item), item.ConfigMap ?? "", item.Key ?? "") is { } text && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var limit) ? limit
                : null;
        }

        return limits;
    }

    private async Task<int?> FromStoreAsync(LockRequest item) =>
        await objects.GetAsync(KeyOf(NamespaceOf(item), item.Key ?? "")) is { } stored ? Decode(stored.Payload) : null;
}
