using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Engine;
using Krewe.Grains;
using Krewe.Model;

namespace Krewe.Conformance;

/// <summary>What is outside the runs of a scenario: time, pods, templates, config maps and locks.</summary>
internal sealed class FakeCluster(DateTimeOffset now)
{
    private const string TypeLabel = "workflows.argoproj.io/configmap-type";

    public DateTimeOffset Now { get; set; } = now;

    public Dictionary<string, FakePod> Pods { get; } = new(StringComparer.Ordinal);

    public List<WorkflowTemplate> Templates { get; } = [];

    public List<ClusterWorkflowTemplate> ClusterTemplates { get; } = [];

    public Dictionary<string, JsonObject> ConfigMaps { get; } = new(StringComparer.Ordinal);

    public LockTable Locks { get; } = new();

    /// <summary>Whether some node's work is a request of the engine's own, for which Argo has an agent pod.</summary>
    public bool HasAgentWork { get; set; }

    /// <summary>Whether the running pods of a given status are there.</summary>
    public bool HasGivenPods { get; set; }

    public RunConfig Config { get; set; } = new();

    /// <summary>Most runs at work, in all.</summary>
    public int? Parallelism { get; set; }

    /// <summary>Most runs at work in a namespace.</summary>
    public int? NamespaceParallelism { get; set; }

    /// <summary>A run that was at work when the controller started keeps its place.</summary>
    public void GiveSlot(string run) => Locks.RestoreHolder(new LockClaim(
        AcquireLocks.SlotPrefix + run,
        run,
        [new LockRequest(AcquireLocks.AllRuns, false, null, null, false), new LockRequest(AcquireLocks.RunsOf(run.Split('/')[0]), false, null, null, false)],
        0,
        Now));

    /// <summary>Runs by holder key, to be told of a lock when they are reconciled next.</summary>
    public Dictionary<string, Queue<string>> Granted { get; } = new(StringComparer.Ordinal);

    /// <summary>Namespaces of objects that do not say theirs are not in the data: such an object is in all of them.</summary>
    public void Add(ManifestResource resource)
    {
        switch (resource.Argo)
        {
            case WorkflowTemplate template:
                Templates.Add(template);
                break;
            case ClusterWorkflowTemplate template:
                ClusterTemplates.Add(template);
                break;
            case null when resource.Kind == "ConfigMap":
                var name = resource.Metadata.Name ?? "";
                ConfigMaps[$"{resource.Metadata.Namespace}/{name}"] = (JsonObject)JsonNode.Parse(resource.Other!.Content.GetRawText())!;
                break;
        }
    }

    public LookupCompleted Answer(LookupEffect lookup, string @namespace)
    {
        var answer = new LookupCompleted { Now = Now, LookupId = lookup.LookupId };
        switch (lookup)
        {
            case LookupTemplate { ClusterScope: true } wanted:
                return ClusterTemplates.Find(template => template.Metadata.Name == wanted.Name) is { } cluster ? answer with { Found = true, ClusterTemplate = cluster } : answer;
            case LookupTemplate wanted:
                return Templates.Find(template => template.Metadata.Name == wanted.Name && (template.Metadata.Namespace ?? @namespace) == @namespace) is { } found ? answer with { Found = true, Template = found } : answer;
            case LookupConfigMapKey wanted:
                return Value(@namespace, wanted.Name, wanted.Key) is { } text && Label(@namespace, wanted.Name) == "Parameter" ? answer with { Found = true, Value = text } : answer;
            case LookupMemo wanted:
                return Memo(answer, @namespace, wanted);
            default:
                throw new InvalidOperationException($"nobody answers {lookup.GetType().Name}");
        }
    }

    public void Save(SaveMemo memo, string @namespace)
    {
        var map = ConfigMap(@namespace, memo.CacheName);
        if (map is null)
        {
            ConfigMaps[$"{@namespace}/{memo.CacheName}"] = map = new JsonObject
            {
                ["kind"] = "ConfigMap",
                ["metadata"] = new JsonObject { ["name"] = memo.CacheName, ["namespace"] = @namespace, ["labels"] = new JsonObject { [TypeLabel] = "Cache" } },
            };
        }

        var data = map["data"] as JsonObject ?? [];
        map["data"] = data.Parent is null ? data : data.DeepClone();
        map["data"]![memo.Key] = new JsonObject
        {
            ["nodeID"] = memo.Entry.NodeID,
            ["outputs"] = memo.Entry.Outputs is null ? null : JsonSerializer.SerializeToNode(memo.Entry.Outputs, ModelJson.Default.Options),
            ["creationTimestamp"] = TimeText.Format(memo.Entry.CreationTimestamp),
            ["lastHitTimestamp"] = TimeText.Format(memo.Entry.LastHitTimestamp ?? memo.Entry.CreationTimestamp),
        }.ToJsonString();
    }

    /// <summary>The answer to a request for locks, given at once.</summary>
    public RunCommand Acquire(AcquireLocks request)
    {
        if (request.Locks.FirstOrDefault(item => Limit(item) is null) is { } unknown)
        {
            var source = unknown.ConfigMap is null ? unknown.Name : $"configmaps \"{unknown.ConfigMap}\" not found";
            return new LocksWaiting { Now = Now, HolderKey = request.HolderKey, LockName = unknown.Name, Error = source };
        }

        Locks.Enqueue(new LockClaim(request.HolderKey, request.HolderKey, request.Locks, request.Priority, request.CreatedAt));
        Grant();
        if (Locks.IsHeldBy(request.HolderKey))
        {
            return new LocksGranted { Now = Now, HolderKey = request.HolderKey };
        }

        var blocker = Locks.BlockerOf(request.HolderKey, item => Limit(item) ?? 1)!;
        var limit = Limit(blocker) ?? 1;
        return new LocksWaiting
        {
            Now = Now,
            HolderKey = request.HolderKey,
            LockName = blocker.Name,
            Message = $"Waiting for {blocker.Name} lock. Lock status: {limit - Locks.HoldersOf(blocker.Name)}/{limit}",
        };
    }

    public void Release(string holderKey)
    {
        Locks.Remove(holderKey);
        Grant();
    }

    private void Grant()
    {
        foreach (var claim in Locks.Grant(Limit))
        {
            var holder = claim.HolderKey.StartsWith(AcquireLocks.SlotPrefix, StringComparison.Ordinal) ? claim.HolderKey[AcquireLocks.SlotPrefix.Length..] : claim.HolderKey;
            var run = string.Join('/', holder.Split('/').Take(2));
            (Granted.TryGetValue(run, out var queue) ? queue : Granted[run] = new Queue<string>()).Enqueue(claim.HolderKey);
        }
    }

    private int? Limit(LockRequest item) => item.IsMutex ? 1
        : item.Name == AcquireLocks.AllRuns ? Parallelism ?? int.MaxValue
        : item.Name.StartsWith(AcquireLocks.RunsOf(""), StringComparison.Ordinal) ? NamespaceParallelism ?? int.MaxValue
        : Value(item.Name.Split('/')[0], item.ConfigMap ?? "", item.Key ?? "") is { } text && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var limit) ? limit : null;

    private string? Value(string @namespace, string name, string key) =>
        ConfigMap(@namespace, name) is { } map ? JsonValues.Text(map["data"]?[key]) : null;

    private string? Label(string @namespace, string name) =>
        ConfigMap(@namespace, name) is { } map ? JsonValues.Text(map["metadata"]?["labels"]?[TypeLabel]) : null;

    private JsonObject? ConfigMap(string @namespace, string name) =>
        ConfigMaps.TryGetValue($"{@namespace}/{name}", out var map) || ConfigMaps.TryGetValue($"/{name}", out map) ? map : null;

    private LookupCompleted Memo(LookupCompleted answer, string @namespace, LookupMemo wanted)
    {
        if (ConfigMap(@namespace, wanted.CacheName) is not null && Label(@namespace, wanted.CacheName) != "Cache")
        {
            return answer with { Error = $"Config map '{wanted.CacheName}' already exists but does not have label {TypeLabel}: Cache" };
        }

        if (Value(@namespace, wanted.CacheName, wanted.Key) is not { } text || JsonNode.Parse(text) is not JsonObject entry)
        {
            return answer;
        }

        // Go reads JSON keys whatever their case.
        var fields = entry.ToDictionary(field => field.Key, field => field.Value, StringComparer.OrdinalIgnoreCase);
        var memo = new MemoEntry
        {
            NodeID = JsonValues.Text(fields.GetValueOrDefault("nodeID")),
            Outputs = fields.GetValueOrDefault("outputs") is JsonObject outputs ? outputs.Deserialize<Outputs>(ModelJson.Default.Options) : null,
            CreationTimestamp = JsonValues.Time(fields.GetValueOrDefault("creationTimestamp")) ?? default,
            LastHitTimestamp = JsonValues.Time(fields.GetValueOrDefault("lastHitTimestamp")),
        };
        return answer with { Found = true, Memo = memo };
    }
}
