using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Executors;
using Krewe.Model;
using Krewe.Model.Documents;
using Krewe.Model.Runs;

namespace Krewe.Hosting;

/// <summary>Reads the manifests of <c>resource</c> templates, and names what they make. Pure.</summary>
internal static class ResourceManifests
{
    private const string SuffixLetters = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;
    private const int LongestName = 63;

    /// <summary>The objects of a manifest, named, with the uids that they get if they are made.</summary>
    /// <exception cref="ResourceFault">It is no manifest, or of a kind that needs a cluster.</exception>
    public static IReadOnlyList<KeptObject> Read(string manifest, NodeWork work, ResourceFlags flags, bool isOwned) =>
        [.. Documents(manifest).Select((content, index) => Named(content as JsonObject ?? throw new ResourceFault("the manifest is not an object"), index, work, flags, isOwned))];

    /// <summary>The changes of a patch, which need not be a whole object.</summary>
    public static JsonNode Patch(string manifest) => Documents(manifest) is [var only] ? only : throw new ResourceFault("a patch is one document");

    private static List<JsonNode> Documents(string manifest)
    {
        var read = DocumentReader.Read(manifest, null, DocumentLimits.Default);
        if (read.Diagnostics.FirstOrDefault(item => item.Severity == Severity.Error) is { } wrong)
        {
            throw new ResourceFault($"the manifest cannot be read: line {wrong.Location.Line}: {wrong.Message}");
        }

        return read.Documents.Count == 0 ? throw new ResourceFault("the manifest is empty") : [.. read.Documents.Select(document => JsonNode.Parse(DocumentJson.Of(document))!)];
    }

    private static KeptObject Named(JsonObject content, int index, NodeWork work, ResourceFlags flags, bool isOwned)
    {
        var kind = KeptObjects.KindOf(Text(content, "kind") ?? throw new ResourceFault("the manifest has no kind"));
        var metadata = content["metadata"] as JsonObject ?? [];
        content["metadata"] = metadata;
        var uid = ChildRuns.Uid(work.Id.RunUid, $"{work.Id.NodeId}/resource/{index}");
        var @namespace = KeptObjects.NamespaceOf(kind, flags.Namespace ?? Text(metadata, "namespace") ?? work.Namespace);
        var name = Text(metadata, "name")
            ?? (Text(metadata, "generateName") is { } prefix ? prefix[..Math.Min(prefix.Length, LongestName - SuffixLength)] + Suffix(uid) : throw new ResourceFault("the manifest has neither metadata.name nor metadata.generateName"));
        metadata["name"] = name;
        metadata["uid"] = uid;
        if (@namespace.Length > 0)
        {
            metadata["namespace"] = @namespace;
        }

        if (isOwned)
        {
            Own(metadata, work);
        }

        if (kind == nameof(Workflow))
        {
            var annotations = metadata["annotations"] as JsonObject ?? [];
            metadata["annotations"] = annotations;
            annotations[ChildRuns.DepthAnnotation] = (work.Depth + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return new KeptObject(kind, @namespace, name, content);
    }

    private static void Own(JsonObject metadata, NodeWork work)
    {
        var owners = metadata["ownerReferences"] as JsonArray ?? [];
        metadata["ownerReferences"] = owners;
        owners.Add(JsonSerializer.SerializeToNode(ChildRun.OwnerOf(work), ModelJson.Default.Options));
        var labels = metadata["labels"] as JsonObject ?? [];
        metadata["labels"] = labels;
        // By this the engine finds what goes with the owner.
        labels[ChildRuns.ParentUidLabel] = work.Id.RootUid;
    }

    // The same for each try of the same node.
    private static string Suffix(string uid)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(uid));
        return string.Create(SuffixLength, hash, static (letters, bytes) =>
        {
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = SuffixLetters[bytes[i] % SuffixLetters.Length];
            }
        });
    }

    private static string? Text(JsonObject map, string key) => map[key] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
