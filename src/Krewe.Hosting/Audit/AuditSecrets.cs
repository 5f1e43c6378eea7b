using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Krewe.Hosting;

/// <summary>Takes out of objects what is secret by its name: the log is read by others than those who may know it, and for longer.</summary>
/// <remarks>A secret belongs into a reference (<c>secretKeyRef</c>), which is left as it is; this is for those that were written out all the same.</remarks>
internal static partial class AuditSecrets
{
    private const string Hidden = "***";

    /// <summary>Keys that only name a secret.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase) { "secretName", "tokenName", "secretKeyRef", "credentialsSecretName" };

    /// <summary>Keys under which the value of something stands whose name stands beside it.</summary>
    private static readonly string[] Values = ["value", "default"];

    /// <summary>A copy without secrets.</summary>
    public static JsonNode Mask(JsonNode node)
    {
        var copy = node.DeepClone();
        Walk(copy);
        return copy;
    }

    /// <summary>Whether what has this name is likely secret.</summary>
    public static bool IsSecret(string name) => !Names.Contains(name) && Pattern().IsMatch(name);

    private static void Walk(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                Walk(item);
            }
        }
        else if (node is JsonObject map)
        {
            var isSecret = map["name"] is JsonValue name && name.TryGetValue<string>(out var text) && IsSecret(text);
            foreach (var (key, value) in map.ToList())
            {
                if (value is JsonValue && (IsSecret(key) || (isSecret && Values.Contains(key, StringComparer.Ordinal))))
                {
                    map[key] = Hidden;
                }
                else
                {
                    Walk(value);
                }
            }
        }
    }

    [GeneratedRegex("passw|passphrase|secret|token|credential|api[-_]?key|private[-_]?key|access[-_]?key|authorization", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pattern();
}
