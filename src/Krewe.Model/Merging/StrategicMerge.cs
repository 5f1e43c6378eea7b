using System.Text.Json.Nodes;

namespace Krewe.Model.Merging;

/// <summary>
/// Kubernetes' strategic merge as it works on Argo's types: maps merge key by key, some lists merge by a key of their elements,
/// anything else is replaced by the side with priority.
/// </summary>
internal static class StrategicMerge
{
    private static readonly Dictionary<string, string> MergeKeys = new(StringComparer.Ordinal)
    {
        ["templates"] = "name",
        ["parameters"] = "name",
        ["artifacts"] = "name",
        ["tasks"] = "name",
        ["volumes"] = "name",
        ["imagePullSecrets"] = "name",
        ["initContainers"] = "name",
        ["sidecars"] = "name",
        ["env"] = "name",
        ["tolerations"] = "key",
        ["hostAliases"] = "ip",
        ["volumeMounts"] = "mountPath",
        ["volumeDevices"] = "devicePath",
        ["ports"] = "containerPort",
        ["ownerReferences"] = "uid",
    };

    /// <summary>What <paramref name="winner"/> says, and where it says nothing what <paramref name="other"/> says.</summary>
    public static JsonObject Merge(JsonObject other, JsonObject winner)
    {
        var merged = new JsonObject();
        foreach (var (key, value) in other)
        {
            merged[key] = winner.TryGetPropertyValue(key, out var mine) && mine is not null ? Merge(key, value, mine) : value?.DeepClone();
        }

        foreach (var (key, value) in winner)
        {
            if (!merged.ContainsKey(key))
            {
                merged[key] = value?.DeepClone();
            }
        }

        return merged;
    }

    private static JsonNode Merge(string key, JsonNode? other, JsonNode winner) => (other, winner) switch
    {
        // A plugin's content is its own business; its lists have no keys that we could know.
        (JsonObject, JsonObject) when key == "plugin" => winner.DeepClone(),
        (JsonObject otherMap, JsonObject winnerMap) => Merge(otherMap, winnerMap),
        (JsonArray otherList, JsonArray winnerList) when MergeKeys.TryGetValue(key, out var mergeKey) && HaveKey(otherList, mergeKey) && HaveKey(winnerList, mergeKey) =>
            Merge(otherList, winnerList, mergeKey),
        _ => winner.DeepClone(),
    };

    private static bool HaveKey(JsonArray list, string mergeKey) => list.All(item => item is JsonObject map && map[mergeKey] is not null);

    /// <summary>The order is Kubernetes': the winner's elements in its order, the others' put in before them where both sides' order allows.</summary>
    private static JsonArray Merge(JsonArray other, JsonArray winner, string mergeKey)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < other.Count; i++)
        {
            places.TryAdd(KeyOf(other[i], mergeKey), i);
        }

        var winnerKeys = winner.Select(item => KeyOf(item, mergeKey)).ToHashSet(StringComparer.Ordinal);
        var left = new Queue<JsonNode>(other.Where(item => !winnerKeys.Contains(KeyOf(item, mergeKey)))!);
        var merged = new JsonArray();
        foreach (var item in winner)
        {
            var known = places.TryGetValue(KeyOf(item, mergeKey), out var place);
            while (known && left.Count > 0 && places[KeyOf(left.Peek(), mergeKey)] < place)
            {
                merged.Add(left.Dequeue().DeepClone());
            }

            merged.Add(known ? Merge((JsonObject)other[place]!, (JsonObject)item!) : item!.DeepClone());
        }

        foreach (var item in left)
        {
            merged.Add(item.DeepClone());
        }

        return merged;
    }

    private static string KeyOf(JsonNode? item, string mergeKey) => item![mergeKey]!.ToJsonString();
}
